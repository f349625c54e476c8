/** The {@code rondo} command. Read {@link dev.rondo.cli.Rondo} first. */
@NullMarked
package dev.rondo.cli;

import org.jspecify.annotations.NullMarked;
