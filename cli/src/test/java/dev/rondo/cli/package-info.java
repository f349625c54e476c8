/** Tests of the command line. Read {@link dev.rondo.cli.CommandsTest} first. */
@NullMarked
package dev.rondo.cli;

import org.jspecify.annotations.NullMarked;
