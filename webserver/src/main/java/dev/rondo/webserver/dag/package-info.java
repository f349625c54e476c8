/** DAGs, their versions, tasks, tags and sources. Read {@link dev.rondo.webserver.dag.DagRoutes}. */
@NullMarked
package dev.rondo.webserver.dag;

import org.jspecify.annotations.NullMarked;
