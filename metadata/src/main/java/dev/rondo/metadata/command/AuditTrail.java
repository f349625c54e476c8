package dev.rondo.metadata.command;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;

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
     * @param tokenName by which token of the actor's; null: by a sign-in
     * @param kind such as {@code CreateToken}
     * @param body JSON that everybody who may read the event log may see
     */
    public record Entry(
            String actor,
            String source,
            @Nullable String remoteAddress,
            @Nullable String tokenName,
            String kind,
            String body) {}

    /**
     * Lets rows of the record be deleted until the end of the transaction: for retention, and nothing else. The
     * database refuses it otherwise, and changes of what is done too.
     */
    public static void forget(DSLContext db) {
        db.select(function("set_config", String.class, inline("rondo.retention"), inline("on"), inline(true)))
                .execute();
    }

    /** Writes it down. */
    public static void write(DSLContext db, Entry entry, Change change, Instant now) {
        CommandReply done = new CommandReply.Done();
        db.insertInto(COMMAND)
                .set(COMMAND.IDEMPOTENCY_KEY, "audit:" + UUID.randomUUID())
                .set(COMMAND.ACTOR, entry.actor())
                .set(COMMAND.SOURCE, entry.source())
                .set(COMMAND.REMOTE_ADDRESS, entry.remoteAddress())
                .set(COMMAND.TOKEN_NAME, entry.tokenName())
                .set(COMMAND.KIND, entry.kind())
                .set(COMMAND.BODY, entry.body())
                .set(COMMAND.CREATED_AT, now)
                .set(COMMAND.DONE_AT, now)
                .set(COMMAND.STATUS, done.status())
                .set(COMMAND.REPLY, CommandAnswers.text(done))
                .set(COMMAND.BEFORE_CHANGE, change.beforeText())
                .set(COMMAND.AFTER_CHANGE, change.afterText())
                .execute();
    }
}
