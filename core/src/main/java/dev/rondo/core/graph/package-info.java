/** The graph of one DAG as the rules read it: an index over its spec, by task index. Read {@code Graph} first. */
@NullMarked
package dev.rondo.core.graph;

import org.jspecify.annotations.NullMarked;
