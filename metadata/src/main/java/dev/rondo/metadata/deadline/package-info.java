/** Deadlines of runs and tasks: made, met, missed; start with {@link Deadlines}. */
@NullMarked
package dev.rondo.metadata.deadline;

import org.jspecify.annotations.NullMarked;
