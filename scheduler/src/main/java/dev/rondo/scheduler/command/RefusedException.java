package dev.rondo.scheduler.command;

import dev.rondo.core.command.CommandReply;

/** What a command is refused with; nothing was changed. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient CommandReply.Rejected reply;

    RefusedException(int status, String code, String message) {
        super(message);
        this.reply = new CommandReply.Rejected(status, code, message);
    }

    CommandReply.Rejected reply() {
        return reply;
    }
}
