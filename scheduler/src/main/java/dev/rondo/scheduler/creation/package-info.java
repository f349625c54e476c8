/** Runs by their schedules. Read {@link dev.rondo.scheduler.creation.RunCreation} first. */
@NullMarked
package dev.rondo.scheduler.creation;

import org.jspecify.annotations.NullMarked;
