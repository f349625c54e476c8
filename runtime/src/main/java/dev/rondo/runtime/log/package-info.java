/**
 * The log of one try: what a task prints and logs, by whichever door, as lines of JSON in one file. Read
 * {@link dev.rondo.runtime.log.TaskLog} first.
 */
@NullMarked
package dev.rondo.runtime.log;

import org.jspecify.annotations.NullMarked;
