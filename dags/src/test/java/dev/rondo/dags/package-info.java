/** Tests of the example DAGs as Rondo reads them. */
@NullMarked
package dev.rondo.dags;

import org.jspecify.annotations.NullMarked;
