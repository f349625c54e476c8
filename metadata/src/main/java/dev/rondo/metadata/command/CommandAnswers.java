package dev.rondo.metadata.command;

import static dev.rondo.metadata.jooq.Tables.COMMAND;

import dev.rondo.core.command.CommandReply;
import dev.rondo.sdk.internal.xcom.XComType;
import java.time.Instant;
import java.util.Objects;
import org.jooq.DSLContext;

/** Answers commands within the transaction of what they changed. */
public final class CommandAnswers {

    private static final XComType REPLIES = XComType.of(CommandReply.class);

    private CommandAnswers() {}

    /**
     * Locks a command until the end of the transaction.
     *
     * @param commandId 0: what asks is no command, and is always open
     * @return false: it is answered already
     */
    public static boolean lockOpen(DSLContext db, long commandId) {
        return commandId == 0
                || db.select(COMMAND.COMMAND_ID)
                        .from(COMMAND)
                        .where(COMMAND.COMMAND_ID.eq(commandId), COMMAND.DONE_AT.isNull())
                        .forUpdate()
                        .fetchOptional()
                        .isPresent();
    }

    /** Answers a command that changed nothing of which is told; one that is answered already stays as it is. */
    public static void write(DSLContext db, long commandId, CommandReply reply, Instant now) {
        write(db, commandId, reply, Change.NONE, now);
    }

    /** Answers a command; one that is answered already stays as it is. */
    public static void write(DSLContext db, long commandId, CommandReply reply, Change change, Instant now) {
        if (commandId != 0) {
            db.update(COMMAND)
                    .set(COMMAND.DONE_AT, now)
                    .set(COMMAND.STATUS, reply.status())
                    .set(COMMAND.REPLY, text(reply))
                    .set(COMMAND.BEFORE_CHANGE, change.beforeText())
                    .set(COMMAND.AFTER_CHANGE, change.afterText())
                    .where(COMMAND.COMMAND_ID.eq(commandId), COMMAND.DONE_AT.isNull())
                    .execute();
        }
    }

    static String text(CommandReply reply) {
        return REPLIES.encode(reply);
    }

    static CommandReply read(String json) {
        return (CommandReply) Objects.requireNonNull(REPLIES.decode(json));
    }
}
