/** What tests that walk crash points share. Read {@link dev.rondo.core.crash.LeftOnDisk}. */
@NullMarked
package dev.rondo.core.crash;

import org.jspecify.annotations.NullMarked;
