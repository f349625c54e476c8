/** What the API lists and shows: reads alone, each bounded. */
@NullMarked
package dev.rondo.metadata.query;

import org.jspecify.annotations.NullMarked;
