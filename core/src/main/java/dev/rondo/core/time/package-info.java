/** Time as a dependency: what waits takes a {@link dev.rondo.core.time.Pause}, so that a test can wait in its place. */
@NullMarked
package dev.rondo.core.time;

import org.jspecify.annotations.NullMarked;
