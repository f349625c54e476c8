/** Tests of the processes. */
@NullMarked
package dev.rondo.cli.server;

import org.jspecify.annotations.NullMarked;
