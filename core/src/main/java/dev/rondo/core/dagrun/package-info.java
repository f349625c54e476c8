/** What a run is: its type, its id, and what a manual trigger makes of a request. */
@NullMarked
package dev.rondo.core.dagrun;

import org.jspecify.annotations.NullMarked;
