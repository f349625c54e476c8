/** Logs of tries. Read {@link dev.rondo.webserver.log.LogRoutes}. */
@NullMarked
package dev.rondo.webserver.log;

import org.jspecify.annotations.NullMarked;
