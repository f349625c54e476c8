package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static org.jooq.impl.DSL.row;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.CommandRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who asked for what: the commands as an audit record. */
public final class AuditQueries {

    private static final int DONE = 200;

    private final Transactions transactions;

    public AuditQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A command that was asked for.
     *
     * @param kind the command's class, such as {@code TriggerRun}
     * @param at when it was asked for, by the webserver's clock
     * @param remoteAddress whose request it was; null: nobody's, as of a command on the server's own machine
     * @param tokenName by which token of the actor's; null: by none
     * @param body JSON of the command
     * @param claimedAt when a scheduler took it, by that one's clock; null: none has
     * @param status how it ended, as an HTTP status; null: not yet
     * @param before JSON of what it has changed, as that was; null: it was not there, or nothing was changed
     * @param after the same, as it is since; null: it is not there any more, or nothing was changed
     */
    public record AuditRow(
            long id,
            Instant at,
            String actor,
            String source,
            @Nullable String remoteAddress,
            @Nullable String tokenName,
            String kind,
            @Nullable String dagId,
            @Nullable String runId,
            @Nullable String taskId,
            String body,
            @Nullable Instant claimedAt,
            @Nullable Integer status,
            @Nullable String before,
            @Nullable String after) {}

    /** What may be asked of commands. */
    public static final Filters FILTERS = Filters.of(
            Filters.ofDags(COMMAND.DAG_ID),
            Filters.is("dag_id", COMMAND.DAG_ID),
            Filters.is("run_id", COMMAND.RUN_ID),
            Filters.is("task_id", COMMAND.TASK_ID),
            Filters.is("owner", COMMAND.ACTOR),
            Filters.is("event", COMMAND.KIND),
            Filters.names("dag_id", COMMAND.DAG_ID),
            Filters.names("run_id", COMMAND.RUN_ID),
            Filters.names("task_id", COMMAND.TASK_ID),
            Filters.names("owner", COMMAND.ACTOR),
            Filters.names("event", COMMAND.KIND),
            Filters.anyOf("included_events", COMMAND.KIND),
            Filters.anyOf("excluded_events", Set.of(), COMMAND.KIND::notIn),
            Filters.moment("after", COMMAND.CREATED_AT::gt),
            Filters.moment("before", COMMAND.CREATED_AT::lt),
            Filters.refused("it is not kept of what was asked for; leave it out", "map_index", "try_number"));

    /** By what commands are ordered. */
    public static final Orders ORDERS = Orders.of(
            "id",
            Map.of(
                    "id", COMMAND.COMMAND_ID,
                    "event_log_id", COMMAND.COMMAND_ID,
                    "when", COMMAND.COMMAND_ID,
                    "dag_id", COMMAND.DAG_ID,
                    "run_id", COMMAND.RUN_ID,
                    "task_id", COMMAND.TASK_ID,
                    "event", COMMAND.KIND,
                    "owner", COMMAND.ACTOR),
            COMMAND.COMMAND_ID);

    /** Lists commands. */
    public Listed<AuditRow> list(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> {
            List<AuditRow> rows = db.selectFrom(COMMAND)
                    .where(wanted.condition())
                    .orderBy(order.fields())
                    .limit(page.limit())
                    .offset(page.offset())
                    .fetch(AuditQueries::rowOf);
            return new Listed<>(rows, Total.of(db, page, rows.size(), COMMAND, wanted.condition()));
        });
    }

    /** A run, by the ids that people know it by. */
    public record RunIds(String dagId, String runId) {}

    /** Commands of a kind that were carried out on any of these runs, the newest first. Index: command_by_dag. */
    public List<AuditRow> done(String kind, Collection<RunIds> runs, int limit) {
        if (runs.isEmpty()) {
            return List.of();
        }
        return transactions.call(db -> db.selectFrom(COMMAND)
                .where(
                        COMMAND.KIND.eq(kind),
                        COMMAND.STATUS.eq(DONE),
                        row(COMMAND.DAG_ID, COMMAND.RUN_ID)
                                .in(runs.stream()
                                        .distinct()
                                        .map(run -> row(run.dagId(), run.runId()))
                                        .toList()))
                .orderBy(COMMAND.COMMAND_ID.desc())
                .limit(limit)
                .fetch(AuditQueries::rowOf));
    }

    /** One command. */
    public Optional<AuditRow> find(long id) {
        return transactions.call(
                db -> db.selectFrom(COMMAND).where(COMMAND.COMMAND_ID.eq(id)).fetchOptional(AuditQueries::rowOf));
    }

    private static AuditRow rowOf(CommandRecord r) {
        return new AuditRow(
                r.getCommandId(),
                r.getCreatedAt(),
                r.getActor(),
                r.getSource(),
                r.getRemoteAddress(),
                r.getTokenName(),
                r.getKind(),
                r.getDagId(),
                r.getRunId(),
                r.getTaskId(),
                r.getBody(),
                r.getClaimedAt(),
                r.getStatus(),
                r.getBeforeChange(),
                r.getAfterChange());
    }
}
