/** Tests of the graph; {@link TestDag} writes down DAGs for tests. */
@NullMarked
package dev.rondo.core.graph;

import org.jspecify.annotations.NullMarked;
