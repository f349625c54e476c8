package dev.rondo.metadata.command;

import static dev.rondo.metadata.jooq.Tables.COMMAND;

import dev.rondo.core.command.CommandReply;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Records what was done without a scheduler, in the transaction of the change: as a command that is answered already.
 */
public final class AuditTrail {

    private AuditTrail() {}

    /**
     * What somebody did.
     *
     * @param kind such as {@code CreateToken}
     * @param body JSON that everybody who may read the event log may see
     */
    public record Entry(
            String actor, String source, @Nullable String remoteAddress, String kind, String body) {}

    /** Writes it down. */
    public static void write(DSLContext db, Entry entry, Instant now) {
        CommandReply done = new CommandReply.Done();
        db.insertInto(COMMAND)
                .set(COMMAND.IDEMPOTENCY_KEY, "audit:" + UUID.randomUUID())
                .set(COMMAND.ACTOR, entry.actor())
                .set(COMMAND.SOURCE, entry.source())
                .set(COMMAND.REMOTE_ADDRESS, entry.remoteAddress())
                .set(COMMAND.KIND, entry.kind())
                .set(COMMAND.BODY, entry.body())
                .set(COMMAND.CREATED_AT, now)
                .set(COMMAND.DONE_AT, now)
                .set(COMMAND.STATUS, done.status())
                .set(COMMAND.REPLY, CommandAnswers.text(done))
                .execute();
    }
}
