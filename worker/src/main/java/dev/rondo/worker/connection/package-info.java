/** Tests of connections. Read {@link dev.rondo.worker.connection.ConnectionTester}. */
@NullMarked
package dev.rondo.worker.connection;

import org.jspecify.annotations.NullMarked;
