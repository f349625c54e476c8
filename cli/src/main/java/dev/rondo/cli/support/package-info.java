/** What helps whoever is to find out what went wrong. */
@NullMarked
package dev.rondo.cli.support;

import org.jspecify.annotations.NullMarked;
