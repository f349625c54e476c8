/**
 * Trying whether a connection works, in a JVM of a worker. Read {@link dev.rondo.runtime.connection.ConnectionTest}
 * first.
 */
@NullMarked
package dev.rondo.runtime.connection;

import org.jspecify.annotations.NullMarked;
