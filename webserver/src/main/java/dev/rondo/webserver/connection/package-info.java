/** Connections. Read {@link dev.rondo.webserver.connection.ConnectionRoutes} first. */
@NullMarked
package dev.rondo.webserver.connection;

import org.jspecify.annotations.NullMarked;
