/** The command line's side of the REST API. */
@NullMarked
package dev.rondo.cli.api;

import org.jspecify.annotations.NullMarked;
