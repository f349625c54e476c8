/**
 * The instances whose rules hold and that wait for a slot, in the order in which they are to get one. Read
 * {@link dev.rondo.scheduler.backlog.Backlog} first. A cache: the truth is the state {@code scheduled} in the table.
 */
@NullMarked
package dev.rondo.scheduler.backlog;

import org.jspecify.annotations.NullMarked;
