/** Connections that workers try. Read {@link dev.rondo.scheduler.connection.ConnectionTests}. */
@NullMarked
package dev.rondo.scheduler.connection;

import org.jspecify.annotations.NullMarked;
