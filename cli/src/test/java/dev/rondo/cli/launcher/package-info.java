/** Tests of the shell script that starts Rondo. */
@NullMarked
package dev.rondo.cli.launcher;

import org.jspecify.annotations.NullMarked;
