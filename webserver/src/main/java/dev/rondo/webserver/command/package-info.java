/** Asking the scheduler to change something. Read {@link dev.rondo.webserver.command.CommandSender}. */
@NullMarked
package dev.rondo.webserver.command;

import org.jspecify.annotations.NullMarked;
