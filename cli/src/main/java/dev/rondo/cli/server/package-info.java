/**
 * The processes of Rondo, put together by hand. Read {@link dev.rondo.cli.server.Standalone} first: all of them in one
 * JVM.
 */
@NullMarked
package dev.rondo.cli.server;

import org.jspecify.annotations.NullMarked;
