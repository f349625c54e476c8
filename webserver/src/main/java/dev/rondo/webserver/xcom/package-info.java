/** Values between tasks. Read {@link dev.rondo.webserver.xcom.XComRoutes}. */
@NullMarked
package dev.rondo.webserver.xcom;

import org.jspecify.annotations.NullMarked;
