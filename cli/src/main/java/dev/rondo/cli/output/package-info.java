/** Tables for people, JSON for scripts. */
@NullMarked
package dev.rondo.cli.output;

import org.jspecify.annotations.NullMarked;
