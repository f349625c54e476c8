/** DAG files that are uploaded. Read {@link dev.rondo.webserver.dagfile.DagFileRoutes} first. */
@NullMarked
package dev.rondo.webserver.dagfile;

import org.jspecify.annotations.NullMarked;
