/** A running Rondo for tests of commands. Read {@link dev.rondo.cli.testing.RunningRondo} first. */
@NullMarked
package dev.rondo.cli.testing;

import org.jspecify.annotations.NullMarked;
