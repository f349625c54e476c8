/**
 * What the webserver asks of the scheduler; the rows are the audit record too. Read
 * {@link dev.rondo.metadata.command.CommandStore}.
 */
@NullMarked
package dev.rondo.metadata.command;

import org.jspecify.annotations.NullMarked;
