/** Where a worker may die while it writes files. Read {@link dev.rondo.worker.crash.CrashPoint}. */
@NullMarked
package dev.rondo.worker.crash;

import org.jspecify.annotations.NullMarked;
