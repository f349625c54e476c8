/** DAG files, the DAGs they define and their versions. Read {@link dev.rondo.metadata.dag.DagStore} first. */
@NullMarked
package dev.rondo.metadata.dag;

import org.jspecify.annotations.NullMarked;
