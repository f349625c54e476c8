/** Why a DAG does not run, one small class a reason. Read {@link dev.rondo.webserver.dag.why.DagWhy}. */
@NullMarked
package dev.rondo.webserver.dag.why;

import org.jspecify.annotations.NullMarked;
