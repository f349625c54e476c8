/**
 * The workers connected to this scheduler: what they can take, what they hold, and which of them gets a dispatch. Read
 * {@link dev.rondo.scheduler.fleet.Fleet} first. Belongs to the engine thread.
 */
@NullMarked
package dev.rondo.scheduler.fleet;

import org.jspecify.annotations.NullMarked;
