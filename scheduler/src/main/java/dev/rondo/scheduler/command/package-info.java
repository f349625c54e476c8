/** Carries out what the webserver asks. Read {@link dev.rondo.scheduler.command.CommandLoop} first. */
@NullMarked
package dev.rondo.scheduler.command;

import org.jspecify.annotations.NullMarked;
