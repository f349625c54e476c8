/** Tests of what is watched. */
@NullMarked
package dev.rondo.cli.watch;

import org.jspecify.annotations.NullMarked;
