/** When runs exist: cron expressions and timetables, pure and in virtual time. Read {@link Timetable} first. */
@NullMarked
package dev.rondo.core.timetable;

import org.jspecify.annotations.NullMarked;
