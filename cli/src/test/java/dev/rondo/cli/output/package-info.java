/** Tests of what commands print. */
@NullMarked
package dev.rondo.cli.output;

import org.jspecify.annotations.NullMarked;
