package dev.rondo.metadata.command;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.currentInstant;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.notice.Notice;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Record5;
import org.jspecify.annotations.Nullable;

/**
 * Commands on their way from the webserver to a scheduler and back. A command is written once for its idempotency key,
 * claimed by one scheduler, and answered; one that nobody has claimed can be withdrawn.
 */
public final class CommandStore {

    private static final int WITHDRAWN = 503;

    private static final XComType COMMANDS = XComType.of(Command.class);

    private final Transactions transactions;

    public CommandStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A command as it is asked.
     *
     * @param idempotencyKey the same key makes one command, however often it is asked
     * @param actor who asks
     * @param source {@code rest_api, ui, cli, task}
     * @param tokenName by which token of the actor's; null: by a sign-in, or by a task
     */
    public record Asked(
            String idempotencyKey,
            String actor,
            String source,
            @Nullable String remoteAddress,
            @Nullable String tokenName,
            Command command) {

        /** Without a token of the API. */
        public Asked(
                String idempotencyKey, String actor, String source, @Nullable String remoteAddress, Command command) {
            this(idempotencyKey, actor, source, remoteAddress, null, command);
        }
    }

    /** What asking has led to. */
    public sealed interface Outcome {

        /** There is one such command, new or known; its reply is there or will come. */
        record Known(long commandId) implements Outcome {}

        /** Nothing is asked: the key belongs to another command. */
        record KeyUsed(Command earlier) implements Outcome {}
    }

    /**
     * A command that a scheduler has claimed.
     *
     * @param askedAt when it was written down
     */
    public record Claimed(long commandId, String actor, String source, Command command, Instant askedAt) {}

    /**
     * Writes the command and wakes the schedulers. Asked again with the same key it is not written anew; one that was
     * withdrawn for want of a scheduler is opened again, since who repeats it means it.
     */
    public Outcome ask(Asked asked, Instant now) {
        return transactions.call(db -> {
            Long written = db.insertInto(COMMAND)
                    .set(COMMAND.IDEMPOTENCY_KEY, asked.idempotencyKey())
                    .set(COMMAND.ACTOR, asked.actor())
                    .set(COMMAND.SOURCE, asked.source())
                    .set(COMMAND.REMOTE_ADDRESS, asked.remoteAddress())
                    .set(COMMAND.TOKEN_NAME, asked.tokenName())
                    .set(COMMAND.KIND, asked.command().getClass().getSimpleName())
                    .set(COMMAND.DAG_ID, asked.command().dagId())
                    .set(COMMAND.RUN_ID, asked.command().runId())
                    .set(COMMAND.TASK_ID, asked.command().taskId())
                    .set(COMMAND.BODY, COMMANDS.encode(asked.command()))
                    .set(COMMAND.CREATED_AT, now)
                    .onConflict(COMMAND.IDEMPOTENCY_KEY)
                    .doNothing()
                    .returningResult(COMMAND.COMMAND_ID)
                    .fetchOne(COMMAND.COMMAND_ID);
            if (written != null) {
                Notice.COMMAND.send(db, Long.toString(written));
                return new Outcome.Known(written);
            }
            var there = Objects.requireNonNull(
                    db.select(COMMAND.COMMAND_ID, COMMAND.BODY, COMMAND.STATUS, COMMAND.CLAIMED_BY)
                            .from(COMMAND)
                            .where(COMMAND.IDEMPOTENCY_KEY.eq(asked.idempotencyKey()))
                            .forUpdate()
                            .fetchOne());
            // Read back, not compared as text: an older version may have written the same thing differently.
            Command earlier = commandOf(there.value2());
            if (!earlier.equals(asked.command())) {
                return new Outcome.KeyUsed(earlier);
            }
            Integer status = there.value3();
            // What a task asks for is carried out without a claim.
            boolean withdrawn = status != null && status == WITHDRAWN && there.value4() == null;
            if (withdrawn) {
                db.update(COMMAND)
                        .set(COMMAND.DONE_AT, (Instant) null)
                        .set(COMMAND.STATUS, (Integer) null)
                        .set(COMMAND.REPLY, (String) null)
                        .where(COMMAND.COMMAND_ID.eq(there.value1()))
                        .execute();
                Notice.COMMAND.send(db, Long.toString(there.value1()));
            }
            return new Outcome.Known(there.value1());
        });
    }

    /** Whether a command was asked for with that key. */
    public boolean isKnown(String idempotencyKey) {
        return transactions.call(
                db -> db.fetchExists(selectOne().from(COMMAND).where(COMMAND.IDEMPOTENCY_KEY.eq(idempotencyKey))));
    }

    private static Command commandOf(String json) {
        return (Command) Objects.requireNonNull(COMMANDS.decode(json));
    }

    /** The reply; empty while there is none. */
    public Optional<CommandReply> findReply(long commandId) {
        return transactions.call(db -> db.select(COMMAND.REPLY)
                .from(COMMAND)
                .where(COMMAND.COMMAND_ID.eq(commandId), COMMAND.DONE_AT.isNotNull())
                .fetchOptional(r -> CommandAnswers.read(r.value1())));
    }

    /**
     * Takes back a command that nobody has claimed.
     *
     * @return false when a scheduler has it: its reply will come
     */
    public boolean withdraw(long commandId, Instant now) {
        CommandReply withdrawn = new CommandReply.Rejected(WITHDRAWN, "NO_SCHEDULER", "no scheduler took the command");
        return transactions.call(db -> db.update(COMMAND)
                        .set(COMMAND.DONE_AT, now)
                        .set(COMMAND.STATUS, withdrawn.status())
                        .set(COMMAND.REPLY, CommandAnswers.text(withdrawn))
                        .where(COMMAND.COMMAND_ID.eq(commandId), COMMAND.CLAIMED_BY.isNull(), COMMAND.DONE_AT.isNull())
                        .execute()
                == 1);
    }

    /**
     * Gives a claimed command to the scheduler that has a worker of a queue on one of its streams: that one alone
     * claims it, until it is as old as a claim that is stale.
     *
     * @return false when there is none, by the leases of the workers
     */
    public boolean handOver(long commandId, String from, String queue) {
        return transactions.call(db -> {
            String to = db.select(WORKER.SCHEDULER_ID)
                    .from(WORKER)
                    .where(
                            WORKER.STATE.eq("online"),
                            WORKER.LEASE_UNTIL.gt(currentInstant()),
                            WORKER.SCHEDULER_ID.ne(from),
                            concat(inline(","), WORKER.QUEUES, inline(",")).contains("," + queue + ","))
                    .orderBy(WORKER.LEASE_UNTIL.desc())
                    .limit(1)
                    .fetchOne(WORKER.SCHEDULER_ID);
            if (to == null) {
                return false;
            }
            int given = db.update(COMMAND)
                    .set(COMMAND.CLAIMED_BY, to)
                    .set(COMMAND.CLAIMED_AT, (Instant) null)
                    .where(COMMAND.COMMAND_ID.eq(commandId), COMMAND.CLAIMED_BY.eq(from), COMMAND.DONE_AT.isNull())
                    .execute();
            Notice.COMMAND.send(db, Long.toString(commandId));
            return given == 1;
        });
    }

    /**
     * Claims the oldest open commands, also those handed over to this scheduler, and those of schedulers whose claim is
     * older than {@code staleBefore}: they died with it. One that cannot be read is refused. Index: command_open.
     */
    public List<Claimed> claim(String schedulerId, Instant now, Instant staleBefore, int limit) {
        return transactions.call(db -> {
            var rows = db.update(COMMAND)
                    .set(COMMAND.CLAIMED_BY, schedulerId)
                    .set(COMMAND.CLAIMED_AT, now)
                    .where(COMMAND.COMMAND_ID.in(select(COMMAND.COMMAND_ID)
                            .from(COMMAND)
                            .where(
                                    COMMAND.DONE_AT.isNull(),
                                    or(
                                            COMMAND.CLAIMED_BY.isNull(),
                                            COMMAND.CLAIMED_BY.eq(schedulerId).and(COMMAND.CLAIMED_AT.isNull()),
                                            coalesce(COMMAND.CLAIMED_AT, COMMAND.CREATED_AT)
                                                    .lt(staleBefore)))
                            .orderBy(COMMAND.COMMAND_ID)
                            .limit(limit)
                            .forUpdate()
                            .skipLocked()))
                    .returningResult(
                            COMMAND.COMMAND_ID, COMMAND.ACTOR, COMMAND.SOURCE, COMMAND.BODY, COMMAND.CREATED_AT)
                    .fetch();
            List<Claimed> claimed = new ArrayList<>();
            rows.forEach(row -> claimed(db, row, now).ifPresent(claimed::add));
            claimed.sort(Comparator.comparingLong(Claimed::commandId));
            return List.copyOf(claimed);
        });
    }

    /** Of a command that cannot be read nothing else would ever come, and those behind it would wait for ever. */
    private static Optional<Claimed> claimed(
            DSLContext db, Record5<Long, String, String, String, Instant> row, Instant now) {
        try {
            return Optional.of(
                    new Claimed(row.value1(), row.value2(), row.value3(), commandOf(row.value4()), row.value5()));
        } catch (XComException e) {
            String message = "the scheduler cannot read the command, which another version of Rondo has written ("
                    + e.getMessage() + "); run the same version of webserver and scheduler";
            CommandAnswers.write(db, row.value1(), new CommandReply.Rejected(500, "OTHER_VERSION", message), now);
            return Optional.empty();
        }
    }

    /**
     * Carries a command out and answers it, in one transaction: a scheduler that dies leaves both or neither, so that
     * whoever claims the command after it does it no second time.
     *
     * @param work what it does by stores on the same database is part of the transaction; it may run again
     * @return empty: the command is answered already, and nothing is done
     */
    public Optional<CommandReply> answer(Claimed claimed, Instant now, Supplier<CommandReply> work) {
        Command command = claimed.command();
        return transactions.together(() -> {
            if (!transactions.call(db -> CommandAnswers.lockOpen(db, claimed.commandId()))) {
                return Optional.empty();
            }
            Subject.Look look = transactions.call(CommandSubjects.of(command)::look);
            CommandReply reply = work.get();
            transactions.run(db -> {
                Change change = reply instanceof CommandReply.Rejected
                        ? Change.NONE
                        : look.change(db, CommandSubjects.of(command, reply));
                CommandAnswers.write(db, claimed.commandId(), reply, change, now);
            });
            return Optional.of(reply);
        });
    }

    /** A claimed command as it is written now, such as with a secret that was sealed anew; empty: it is answered. */
    public Optional<Claimed> reread(Claimed claimed) {
        return transactions.call(db -> db.select(COMMAND.BODY)
                .from(COMMAND)
                .where(COMMAND.COMMAND_ID.eq(claimed.commandId()), COMMAND.DONE_AT.isNull())
                .fetchOptional(row -> new Claimed(
                        claimed.commandId(),
                        claimed.actor(),
                        claimed.source(),
                        commandOf(row.value1()),
                        claimed.askedAt())));
    }

    /** Answers a command; one that is answered already stays as it is. */
    public void finish(long commandId, CommandReply reply, Instant now) {
        transactions.run(db -> CommandAnswers.write(db, commandId, reply, now));
    }
}
