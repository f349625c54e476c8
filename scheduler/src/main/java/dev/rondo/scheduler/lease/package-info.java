/** Leases of workers. Read {@link dev.rondo.scheduler.lease.Leases} first. */
@NullMarked
package dev.rondo.scheduler.lease;

import org.jspecify.annotations.NullMarked;
