/** Where a process may die while it writes files. Read {@link dev.rondo.metadata.crash.CrashPoint}. */
@NullMarked
package dev.rondo.metadata.crash;

import org.jspecify.annotations.NullMarked;
