/** When the deadlines of runs and tasks are due, as a pure function; start with {@link DueMoments}. */
@NullMarked
package dev.rondo.core.deadline;

import org.jspecify.annotations.NullMarked;
