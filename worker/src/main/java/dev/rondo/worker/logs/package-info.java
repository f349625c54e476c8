/** Shipping the logs of tries while they run. Read {@link dev.rondo.worker.logs.LogShipper}. */
@NullMarked
package dev.rondo.worker.logs;

import org.jspecify.annotations.NullMarked;
