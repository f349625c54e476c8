/**
 * What the webserver (and a task that triggers a run) asks of the scheduler, and what it answers. Read
 * {@link dev.rondo.core.command.Command} first: each is a row in the database, carried out exactly once by whichever
 * scheduler claims it.
 */
@NullMarked
package dev.rondo.core.command;

import org.jspecify.annotations.NullMarked;
