/** The runs that schedules ask for. Read {@link dev.rondo.metadata.schedule.ScheduleStore}. */
@NullMarked
package dev.rondo.metadata.schedule;

import org.jspecify.annotations.NullMarked;
