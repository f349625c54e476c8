package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.jooq.impl.DSL.noCondition;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.DagRunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;

/** Runs, as the API shows them. */
public final class RunQueries {

    private final Transactions transactions;

    public RunQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A run. */
    public record RunRow(
            long runNo,
            String dagId,
            String runId,
            @Nullable Instant logicalDate,
            @Nullable Instant intervalStart,
            @Nullable Instant intervalEnd,
            Instant runAfter,
            String runType,
            String state,
            @Nullable String reason,
            long versionId,
            String conf,
            Instant queuedAt,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            String triggeredBy,
            @Nullable String triggeringUser,
            @Nullable String note) {}

    /**
     * Which runs.
     *
     * @param dagIds empty: of all DAGs
     * @param states empty: any
     * @param types empty: any
     */
    public record RunFilter(
            List<String> dagIds,
            List<String> states,
            List<String> types,
            @Nullable String runIdPattern,
            Times logicalDate,
            Times runAfter,
            Times startDate,
            Times endDate) {
        public RunFilter {
            dagIds = List.copyOf(dagIds);
            states = List.copyOf(states);
            types = List.copyOf(types);
        }
    }

    /** Lists runs. */
    public Listed<RunRow> list(RunFilter filter, String orderBy, Page page) {
        Condition where = conditionOf(filter);
        return transactions.call(db -> new Listed<>(
                db.selectFrom(DAG_RUN)
                        .where(where)
                        .orderBy(order(orderBy), orderBy.startsWith("-") ? DAG_RUN.RUN_NO.desc() : DAG_RUN.RUN_NO.asc())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(RunQueries::runOf),
                db.fetchCount(DAG_RUN, where)));
    }

    private static SortField<?> order(String orderBy) {
        boolean down = orderBy.startsWith("-");
        var field = switch (down ? orderBy.substring(1) : orderBy) {
            case "logical_date" -> DAG_RUN.LOGICAL_DATE;
            case "run_after" -> DAG_RUN.RUN_AFTER;
            case "start_date" -> DAG_RUN.START_DATE;
            case "end_date" -> DAG_RUN.END_DATE;
            case "state" -> DAG_RUN.STATE;
            case "run_id", "dag_run_id" -> DAG_RUN.RUN_ID;
            case "dag_id" -> DAG_RUN.DAG_ID;
            default -> DAG_RUN.RUN_NO;
        };
        return down ? field.desc().nullsLast() : field.asc().nullsLast();
    }

    private static Condition conditionOf(RunFilter f) {
        Condition where = f.dagIds().isEmpty() ? noCondition() : DAG_RUN.DAG_ID.in(f.dagIds());
        if (!f.states().isEmpty()) {
            where = where.and(DAG_RUN.STATE.in(f.states()));
        }
        if (!f.types().isEmpty()) {
            where = where.and(DAG_RUN.RUN_TYPE.in(f.types()));
        }
        if (f.runIdPattern() != null) {
            where = where.and(DAG_RUN.RUN_ID.likeIgnoreCase("%" + f.runIdPattern() + "%"));
        }
        return where.and(f.logicalDate().within(DAG_RUN.LOGICAL_DATE))
                .and(f.runAfter().within(DAG_RUN.RUN_AFTER))
                .and(f.startDate().within(DAG_RUN.START_DATE))
                .and(f.endDate().within(DAG_RUN.END_DATE));
    }

    /** The run of that id. */
    public Optional<RunRow> find(String dagId, String runId) {
        return transactions.call(db -> db.selectFrom(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_ID.eq(runId))
                .fetchOptional(RunQueries::runOf));
    }

    private static RunRow runOf(DagRunRecord r) {
        return new RunRow(
                r.getRunNo(),
                r.getDagId(),
                r.getRunId(),
                r.getLogicalDate(),
                r.getDataIntervalStart(),
                r.getDataIntervalEnd(),
                r.getRunAfter(),
                r.getRunType(),
                r.getState(),
                r.getReason(),
                r.getVersionId(),
                r.getConf(),
                r.getQueuedAt(),
                r.getStartDate(),
                r.getEndDate(),
                r.getTriggeredBy(),
                r.getTriggeringUser(),
                r.getNote());
    }
}
