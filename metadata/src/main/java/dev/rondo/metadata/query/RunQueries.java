package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.ASSET;
import static dev.rondo.metadata.jooq.Tables.ASSET_EVENT;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN_ASSET_EVENT;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.jooq.tables.records.DagRunRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
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

    private static final Set<String> STATES = Set.of("queued", "running", "success", "failed");
    private static final Set<String> TYPES =
            Set.of("backfill", "scheduled", "manual", "operator_triggered", "asset_triggered", "asset_materialization");

    private static final Filters EVERYWHERE = Filters.of(
            Filters.ofFewDags(DAG_RUN.DAG_ID),
            Filters.times("logical_date", DAG_RUN.LOGICAL_DATE),
            Filters.times("run_after", DAG_RUN.RUN_AFTER),
            Filters.times("start_date", DAG_RUN.START_DATE),
            Filters.times("end_date", DAG_RUN.END_DATE),
            Filters.lasting("duration", DAG_RUN.START_DATE, DAG_RUN.END_DATE));

    private static final Filters QUERY = EVERYWHERE.and(Filters.of(
            Filters.dagNames("dag_id", DAG_RUN.DAG_ID),
            Filters.names("run_id", DAG_RUN.RUN_ID),
            Filters.names("triggering_user_name", DAG_RUN.TRIGGERING_USER),
            Filters.anyOf("state", STATES, RunQueries::inState),
            Filters.anyOf("run_type", TYPES, DAG_RUN.RUN_TYPE::in),
            Filters.numbers("dag_version", DagQueries::runsVersionNumber),
            Filters.one("bundle_version", DagQueries::runsBundleVersion),
            Filters.one("consuming_asset_pattern", RunQueries::madeForAsset),
            Filters.noChanges("start_date or end_date"),
            Filters.refused(
                    "partitions are not known here; leave it out",
                    "partition_key_pattern",
                    "partition_key_prefix_pattern",
                    "partition_date_gte",
                    "partition_date_lte")));

    private static final Filters CONF = Filters.of(Filters.one("conf_contains", DAG_RUN.CONF::contains));
    private static final Filters CONF_OF_ALL = Filters.of(Filters.refused(
            "it would read the conf of every run there is; ask for the runs of one DAG, or of some", "conf_contains"));

    /** What may be asked of the runs of one DAG. */
    public static final Filters OF_DAG = QUERY.and(CONF);

    /** What may be asked of the runs of all DAGs. */
    public static final Filters OF_ALL = QUERY.and(CONF_OF_ALL);

    /** What may be asked in the body of a list of runs. */
    public static final Filters BODY = EVERYWHERE.and(Filters.of(
            Filters.anyOf("dag_ids", DAG_RUN.DAG_ID),
            Filters.anyOf("states", STATES, RunQueries::inState),
            RunQueries::confOfSome));

    private static Condition confOfSome(Filters.Asked asked) {
        boolean ofAll = asked.texts("dag_ids", Set.of()).isEmpty();
        return (ofAll ? CONF_OF_ALL : CONF).read(asked).condition();
    }

    /** By what runs are ordered. */
    public static final Orders ORDERS = Orders.of(
                    "id",
                    Map.of(
                            "id", DAG_RUN.RUN_NO,
                            "dag_id", DAG_RUN.DAG_ID,
                            "run_id", DAG_RUN.RUN_ID,
                            "dag_run_id", DAG_RUN.RUN_ID,
                            "logical_date", DAG_RUN.LOGICAL_DATE,
                            "run_after", DAG_RUN.RUN_AFTER,
                            "start_date", DAG_RUN.START_DATE,
                            "end_date", DAG_RUN.END_DATE,
                            "state", DAG_RUN.STATE),
                    DAG_RUN.RUN_NO)
            .byStretchOf("run_after", "logical_date", "start_date", "end_date");

    // As the indexes of runs of all DAGs by their states have it, which nobody else is to be answered from.
    private static final Condition AMONG_ALL = DAG_RUN.RUN_NO.gt(inline(0L));

    private static Condition inState(Collection<String> states) {
        return DAG_RUN.STATE.in(states).and(AMONG_ALL);
    }

    /** The runs of a DAG. */
    public static Wanted ofDag(String dagId) {
        return new Wanted(DAG_RUN.DAG_ID.eq(dagId));
    }

    private static Condition madeForAsset(String pattern) {
        return DAG_RUN.RUN_NO.in(select(DAG_RUN_ASSET_EVENT.RUN_NO)
                .from(DAG_RUN_ASSET_EVENT)
                .join(ASSET_EVENT)
                .on(ASSET_EVENT.EVENT_ID.eq(DAG_RUN_ASSET_EVENT.EVENT_ID))
                .join(ASSET)
                .on(ASSET.ASSET_ID.eq(ASSET_EVENT.ASSET_ID))
                .where(new NamePattern(pattern, null).on(ASSET.NAME)));
    }

    private static final List<Field<?>> KEY = List.of(DAG_RUN.RUN_NO);

    /** Lists runs. */
    public Listed<RunRow> list(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> {
            Condition where = wanted.named(db).condition();
            List<DagRunRecord> rows = order.read(
                    page,
                    rows(db, where, order),
                    (limit, more) -> db.fetchCount(
                            selectOne().from(DAG_RUN).where(where, more).limit(limit)));
            return new Listed<>(
                    rows.stream().map(RunQueries::runOf).toList(), Total.of(db, page, rows.size(), DAG_RUN, where));
        });
    }

    /**
     * Lists runs beside a cursor; of the page only its limit counts.
     *
     * @throws IllegalArgumentException when the cursor is not of this list
     */
    public Slice<RunRow> list(Wanted wanted, Ordered order, Cursor cursor, Page page) {
        return transactions.call(db -> {
            Condition where = wanted.named(db).condition();
            return Slice.of(
                    order.read(cursor, page.limit() + 1, rows(db, where, order)),
                    order,
                    cursor,
                    page,
                    RunQueries::runOf,
                    Total.of(db, new Page(0, 0), 0, DAG_RUN, where));
        });
    }

    // Indexes: dag_run_by_…, dag_run_in_state, and dag_run_of_dag and dag_run_in_dag for those of a DAG.
    private static Ordered.Rows<DagRunRecord> rows(DSLContext db, Condition wanted, Ordered order) {
        Condition where = order.keyFields().contains(DAG_RUN.STATE) ? wanted.and(AMONG_ALL) : wanted;
        boolean isSorted = order.isSorted() && PageKeys.areFew(db, DAG_RUN, where);
        return (more, by, limit, offset) -> {
            if (!isSorted && !PageKeys.isFar(offset)) {
                return db.selectFrom(DAG_RUN)
                        .where(where, more)
                        .orderBy(by)
                        .limit(limit)
                        .offset(offset)
                        .fetch();
            }
            Table<?> keys = isSorted
                    ? PageKeys.sorted(KEY, DAG_RUN, where.and(more), by, limit, offset)
                    : PageKeys.inOrder(KEY, DAG_RUN, where.and(more), by, limit, offset);
            return db.select(DAG_RUN.fields())
                    .from(keys)
                    .join(DAG_RUN)
                    .on(PageKeys.named(KEY, keys))
                    .orderBy(by)
                    .fetchInto(DAG_RUN);
        };
    }

    /** The versions of a DAG that its runs, or one of them, have; no more than the limit. */
    public List<Long> versions(String dagId, @Nullable String runId, int limit) {
        return transactions.call(db -> db.selectDistinct(DAG_RUN.VERSION_ID)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), runId == null ? noCondition() : DAG_RUN.RUN_ID.eq(runId))
                .limit(limit)
                .fetch(DAG_RUN.VERSION_ID));
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
