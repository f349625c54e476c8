package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.CommandRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.SortField;
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
     * @param body JSON of the command
     * @param claimedAt when a scheduler took it, by that one's clock; null: none has
     * @param status how it ended, as an HTTP status; null: not yet
     */
    public record AuditRow(
            long id,
            Instant at,
            String actor,
            String source,
            String kind,
            @Nullable String dagId,
            @Nullable String runId,
            @Nullable String taskId,
            String body,
            @Nullable Instant claimedAt,
            @Nullable Integer status) {}

    /** Which commands; null: any. */
    public record AuditFilter(
            @Nullable String dagId,
            @Nullable String runId,
            @Nullable String taskId,
            @Nullable String actor,
            @Nullable String kind,
            @Nullable Instant after,
            @Nullable Instant before) {}

    /** Commands in the order they were asked for, or the newest first. */
    public Listed<AuditRow> list(AuditFilter filter, boolean newestFirst, Page page) {
        Condition where = conditionOf(filter);
        SortField<Long> order = newestFirst ? COMMAND.COMMAND_ID.desc() : COMMAND.COMMAND_ID.asc();
        return transactions.call(db -> new Listed<>(
                db.selectFrom(COMMAND)
                        .where(where)
                        .orderBy(order)
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(AuditQueries::rowOf),
                db.fetchCount(COMMAND, where)));
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

    private static Condition conditionOf(AuditFilter f) {
        Condition where = f.dagId() == null ? noCondition() : COMMAND.DAG_ID.eq(f.dagId());
        where = f.runId() == null ? where : where.and(COMMAND.RUN_ID.eq(f.runId()));
        where = f.taskId() == null ? where : where.and(COMMAND.TASK_ID.eq(f.taskId()));
        where = f.actor() == null ? where : where.and(COMMAND.ACTOR.eq(f.actor()));
        where = f.kind() == null ? where : where.and(COMMAND.KIND.eq(f.kind()));
        where = f.after() == null ? where : where.and(COMMAND.CREATED_AT.gt(f.after()));
        return f.before() == null ? where : where.and(COMMAND.CREATED_AT.lt(f.before()));
    }

    private static AuditRow rowOf(CommandRecord r) {
        return new AuditRow(
                r.getCommandId(),
                r.getCreatedAt(),
                r.getActor(),
                r.getSource(),
                r.getKind(),
                r.getDagId(),
                r.getRunId(),
                r.getTaskId(),
                r.getBody(),
                r.getClaimedAt(),
                r.getStatus());
    }
}
