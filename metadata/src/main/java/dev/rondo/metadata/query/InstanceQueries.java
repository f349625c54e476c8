package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.selectOne;

import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Explain;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Task instances, their tries and XComs, as the API shows them. */
public final class InstanceQueries {

    // A statement with more parameters than this is slower to send than two.
    private static final int KEYS_AT_ONCE = 500;

    private final Transactions transactions;

    public InstanceQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A task instance with what its run says. {@code state} is null while nothing is decided. */
    public record InstanceRow(
            long runNo,
            String dagId,
            String runId,
            long versionId,
            @Nullable Instant logicalDate,
            Instant runAfter,
            String taskId,
            int mapIndex,
            @Nullable String state,
            int tryNumber,
            int maxTries,
            long dispatchId,
            @Nullable String workerName,
            String pool,
            int poolSlots,
            int priority,
            String queue,
            @Nullable Instant scheduledAt,
            @Nullable Instant queuedAt,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable Instant nextAt,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer exitCode,
            @Nullable String mapName,
            @Nullable String rendered,
            @Nullable String note) {}

    /** An earlier try. */
    public record TryRow(
            int tryNumber,
            long dispatchId,
            @Nullable String state,
            @Nullable String workerName,
            @Nullable Instant queuedAt,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer exitCode) {}

    /** A value between tasks. {@code value} is JSON; null when it is in the store, under {@code blobHash}. */
    public record XComRow(
            String dagId,
            String runId,
            @Nullable Instant logicalDate,
            Instant runAfter,
            String taskId,
            int mapIndex,
            String key,
            @Nullable String value,
            @Nullable String blobHash,
            @Nullable String typeName,
            long sizeBytes,
            Instant createdAt) {}

    private static final Set<String> STATES = Stream.concat(
                    Arrays.stream(TaskState.values()).map(TaskState::wireName), Stream.of("no_status"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> WITHOUT_STATE = Set.of("none", "no_status");

    private static final Field<String> SHOWN_INDEX =
            coalesce(TASK_INSTANCE.MAP_NAME, cast(TASK_INSTANCE.MAP_INDEX, String.class));

    private static final Filters EVERYWHERE = Filters.of(
            Filters.ofFewDags(DAG_RUN.DAG_ID),
            Filters.times("logical_date", DAG_RUN.LOGICAL_DATE),
            Filters.times("run_after", DAG_RUN.RUN_AFTER),
            Filters.times("start_date", TASK_INSTANCE.START_DATE),
            Filters.times("end_date", TASK_INSTANCE.END_DATE),
            Filters.lasting("duration", TASK_INSTANCE.START_DATE, TASK_INSTANCE.END_DATE),
            Filters.anyOf("state", STATES, InstanceQueries::inState),
            Filters.anyOf("pool", TASK_INSTANCE.POOL),
            Filters.anyOf("queue", TASK_INSTANCE.QUEUE),
            Filters.refused("there is one executor here; leave it out", "executor"));

    /** What may be asked of the instances of a mapped task. */
    public static final Filters MAPPED = EVERYWHERE.and(Filters.of(
            Filters.names("pool_name", TASK_INSTANCE.POOL),
            Filters.names("queue_name", TASK_INSTANCE.QUEUE),
            Filters.numbers("version_number", DagQueries::runsVersionNumber),
            Filters.numbers("try_number", TASK_INSTANCE.TRY_NUMBER::in),
            Filters.numbers("map_index", TASK_INSTANCE.MAP_INDEX::in),
            asked -> {
                NamePattern pattern = Filters.pattern(asked, "rendered_map_index");
                return pattern.isAny()
                        ? noCondition()
                        : TASK_INSTANCE.MAP_INDEX.ge(0).and(pattern.on(SHOWN_INDEX));
            },
            Filters.noChanges("start_date or end_date")));

    /** What may be asked of the instances of a run, a DAG, or all of them. */
    public static final Filters ANYWHERE = MAPPED.and(Filters.of(
            Filters.is("task_id", TASK_INSTANCE.TASK_ID),
            Filters.names("task_display_name", TASK_INSTANCE.TASK_ID),
            Filters.dagNames("dag_id", DAG_RUN.DAG_ID),
            Filters.names("run_id", DAG_RUN.RUN_ID)));

    /** What may be asked in the body of a list of instances. */
    public static final Filters BODY = EVERYWHERE.and(Filters.of(
            Filters.anyOf("dag_ids", DAG_RUN.DAG_ID),
            Filters.anyOf("dag_run_ids", DAG_RUN.RUN_ID),
            Filters.anyOf("task_ids", TASK_INSTANCE.TASK_ID)));

    /** What may be asked of the instances that are, or were, approvals. */
    public static final Filters APPROVALS = Filters.of(
            Filters.ofFewDags(DAG_RUN.DAG_ID),
            Filters.is("task_id", TASK_INSTANCE.TASK_ID),
            Filters.dagNames("dag_id", DAG_RUN.DAG_ID),
            Filters.names("task_id", TASK_INSTANCE.TASK_ID),
            Filters.numbers("map_index", TASK_INSTANCE.MAP_INDEX::in),
            Filters.anyOf("state", STATES, InstanceQueries::inState),
            Filters.times("created_at", TASK_INSTANCE.START_DATE),
            Filters.anyOf("responded_by_user_id", Set.of(), InstanceQueries::answeredBy),
            Filters.anyOf("responded_by_user_name", Set.of(), InstanceQueries::answeredBy));

    /** By what instances are ordered. */
    public static final Orders ORDERS = Orders.of(
                    "id",
                    Map.ofEntries(
                            Map.entry("id", TASK_INSTANCE.RUN_NO),
                            Map.entry("start_date", TASK_INSTANCE.START_DATE),
                            Map.entry("end_date", TASK_INSTANCE.END_DATE),
                            Map.entry("state", TASK_INSTANCE.STATE),
                            Map.entry("task_id", TASK_INSTANCE.TASK_ID),
                            Map.entry("map_index", TASK_INSTANCE.MAP_INDEX),
                            Map.entry("logical_date", DAG_RUN.LOGICAL_DATE),
                            Map.entry("run_after", DAG_RUN.RUN_AFTER),
                            Map.entry("try_number", TASK_INSTANCE.TRY_NUMBER)),
                    TASK_INSTANCE.RUN_NO,
                    TASK_INSTANCE.TASK_ID,
                    TASK_INSTANCE.MAP_INDEX)
            .byStretchOf("start_date", "end_date", "run_after", "logical_date")
            .withoutIndex("state", "task_id", "map_index", "try_number");

    /** By what approvals are ordered: their ids are made up of run, task and map index. */
    public static final Orders APPROVAL_ORDERS = Orders.of(
            "ti_id",
            Map.of(
                    "ti_id", TASK_INSTANCE.RUN_NO,
                    "dag_id", DAG_RUN.DAG_ID,
                    "run_id", DAG_RUN.RUN_ID,
                    "task_id", TASK_INSTANCE.TASK_ID,
                    "created_at", TASK_INSTANCE.START_DATE),
            TASK_INSTANCE.RUN_NO,
            TASK_INSTANCE.TASK_ID,
            TASK_INSTANCE.MAP_INDEX);

    // Those without a state by themselves where no other is asked for, so that their index is seen:
    // task_instance_undecided.
    private static Condition inState(Collection<String> states) {
        List<String> named =
                states.stream().filter(state -> !WITHOUT_STATE.contains(state)).toList();
        if (named.size() == states.size()) {
            return TASK_INSTANCE.STATE.in(named);
        }
        Condition none = TASK_INSTANCE.STATE.isNull();
        return named.isEmpty() ? none : TASK_INSTANCE.STATE.in(named).or(none);
    }

    /** The answer to the question as it stands; one to an earlier question was cleared since. Index: command_by_dag. */
    private static Condition answeredBy(Collection<String> users) {
        return exists(selectOne()
                .from(COMMAND)
                .where(
                        COMMAND.KIND.eq("AnswerApproval"),
                        COMMAND.STATUS.eq(200),
                        COMMAND.DAG_ID.eq(DAG_RUN.DAG_ID),
                        COMMAND.RUN_ID.eq(DAG_RUN.RUN_ID),
                        COMMAND.TASK_ID.eq(TASK_INSTANCE.TASK_ID),
                        COMMAND.BODY.contains(concat(inline("\"mapIndex\":"), TASK_INSTANCE.MAP_INDEX, inline(","))),
                        COMMAND.CLAIMED_AT.ge(TASK_INSTANCE.START_DATE),
                        COMMAND.ACTOR.in(users)));
    }

    /** The instances of a DAG, of a run, of a task; null: of any. */
    public static Wanted of(@Nullable String dagId, @Nullable String runId, @Nullable String taskId) {
        return new Wanted((dagId == null ? noCondition() : DAG_RUN.DAG_ID.eq(dagId))
                .and(runId == null ? noCondition() : DAG_RUN.RUN_ID.eq(runId))
                .and(taskId == null ? noCondition() : TASK_INSTANCE.TASK_ID.eq(taskId)));
    }

    /** The instances of some tasks. */
    public static Wanted ofTasks(Collection<String> taskIds) {
        return new Wanted(TASK_INSTANCE.TASK_ID.in(taskIds));
    }

    /** The instances of some tasks, which are others in each version of a DAG. */
    public static Wanted ofTasks(Map<Long, Set<String>> tasksByVersion) {
        return new Wanted(or(tasksByVersion.entrySet().stream()
                .map(each -> DAG_RUN.VERSION_ID.eq(each.getKey()).and(TASK_INSTANCE.TASK_ID.in(each.getValue())))
                .toList()));
    }

    /** The instances in some states. */
    public static Wanted inStates(String... states) {
        return new Wanted(TASK_INSTANCE.STATE.in(states));
    }

    // Each has a run; by a left join PostgreSQL leaves the runs out where nothing is said of them, and else it makes
    // none of it.
    private static final Table<?> WITH_RUNS =
            TASK_INSTANCE.leftJoin(DAG_RUN).on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO));

    // For an order of the runs, which are read first then.
    private static final Table<?> OF_RUNS = TASK_INSTANCE.join(DAG_RUN).on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO));

    private static final List<Field<?>> KEY =
            List.of(TASK_INSTANCE.RUN_NO, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX);

    /**
     * Lists instances.
     *
     * @throws TooLongListException when a page costs too much
     */
    public Listed<InstanceRow> list(Wanted wanted, Ordered order, Page page) {
        return transactions.call(db -> {
            Wanted.Named named = wanted.named(db);
            Condition where = named.condition();
            Explain plan = PageKeys.requireBounded(db, order, page, readFrom(named, order, page), where);
            List<Record> rows = order.read(
                    page,
                    rows(db, named, order),
                    (limit, more) -> db.fetchCount(
                            selectOne().from(WITH_RUNS).where(where, more).limit(limit)));
            return new Listed<>(
                    rows.stream().map(InstanceQueries::instanceOf).toList(),
                    Total.of(db, page, rows.size(), WITH_RUNS, where, plan));
        });
    }

    /**
     * Lists instances beside a cursor; of the page only its limit counts.
     *
     * @throws IllegalArgumentException when the cursor is not of this list
     * @throws TooLongListException when a page costs too much
     */
    public Slice<InstanceRow> list(Wanted wanted, Ordered order, Cursor cursor, Page page) {
        return transactions.call(db -> {
            Wanted.Named named = wanted.named(db);
            Condition where = named.condition();
            Explain plan = PageKeys.requireBounded(db, order, page, WITH_RUNS, where);
            return Slice.of(
                    order.read(cursor, page.limit() + 1, rows(db, named, order)),
                    order,
                    cursor,
                    page,
                    InstanceQueries::instanceOf,
                    Total.of(db, new Page(0, 0), 0, WITH_RUNS, where, plan));
        });
    }

    /** What a page is read from, for what that costs. */
    private static Table<?> readFrom(Wanted.Named wanted, Ordered order, Page page) {
        boolean runsFirst = !order.isSorted() && isAmongOthers(wanted, order) && PageKeys.isFar(page.offset());
        return runsFirst ? ofRuns(wanted.dags(), order.fields()) : WITH_RUNS;
    }

    /**
     * Of some DAGs many others lie between; indexes in the order of the runs have all of the key, so that these cost an
     * entry each and not a row. Those of a time have not.
     */
    private static boolean isAmongOthers(Wanted.Named wanted, Ordered order) {
        return wanted.isOfSomeDags() && order.keyFields().getFirst().equals(TASK_INSTANCE.RUN_NO);
    }

    private static Ordered.Rows<Record> rows(DSLContext db, Wanted.Named wanted, Ordered order) {
        Condition where = wanted.condition();
        boolean byRuns =
                order.keyFields().stream().anyMatch(DAG_RUN.fieldStream().toList()::contains);
        boolean amongOthers = isAmongOthers(wanted, order);
        return (more, by, limit, offset) -> {
            if (!order.isSorted() && !PageKeys.isFar(offset) && !amongOthers) {
                return select(db)
                        .where(where, more)
                        .orderBy(by)
                        .limit(limit)
                        .offset(offset)
                        .fetch();
            }
            Table<?> keys;
            if (order.isSorted()) {
                keys = PageKeys.sorted(KEY, WITH_RUNS, where.and(more), by, limit, offset);
            } else if (amongOthers && PageKeys.isFar(offset)) {
                keys = PageKeys.inOrder(KEY, ofRuns(wanted.dags(), by), where.and(more), by, limit, offset);
            } else {
                keys = PageKeys.inOrder(KEY, byRuns ? OF_RUNS : WITH_RUNS, where.and(more), by, limit, offset);
            }
            return select(db)
                    .join(keys)
                    .on(PageKeys.named(KEY, keys))
                    .orderBy(by)
                    .fetch();
        };
    }

    /**
     * The instances of the runs of some DAGs, whose numbers are taken from the index of a DAG's runs and sorted before.
     * Left to itself PostgreSQL goes through the runs of all DAGs in their order, up to the last one of the page.
     *
     * @param by begins with the number of the run
     */
    private static Table<?> ofRuns(Condition dags, List<SortField<?>> by) {
        Table<?> runs = DSL.select(DAG_RUN.fields())
                .from(DAG_RUN)
                .where(dags)
                .orderBy(DAG_RUN.RUN_NO.sort(by.getFirst().$sortOrder()))
                .limit(inline(Integer.MAX_VALUE))
                .asTable(DAG_RUN.getName());
        return TASK_INSTANCE.join(runs).on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO));
    }

    private static SelectOnConditionStep<Record> select(DSLContext db) {
        return db.select(TASK_INSTANCE.fields())
                .select(
                        DAG_RUN.DAG_ID,
                        DAG_RUN.RUN_ID,
                        DAG_RUN.VERSION_ID,
                        DAG_RUN.LOGICAL_DATE,
                        DAG_RUN.RUN_AFTER,
                        WORKER.NAME)
                .from(TASK_INSTANCE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                .leftJoin(WORKER)
                .on(WORKER.WORKER_ID.eq(TASK_INSTANCE.WORKER_ID));
    }

    /** One instance. */
    public Optional<InstanceRow> find(String dagId, String runId, String taskId, int mapIndex) {
        Condition where = of(dagId, runId, taskId).condition().and(TASK_INSTANCE.MAP_INDEX.eq(mapIndex));
        return transactions.call(db -> select(db).where(where).fetchOptional(InstanceQueries::instanceOf));
    }

    /** Names an instance. */
    public record InstanceKey(String dagId, String runId, String taskId, int mapIndex) {}

    /** The instances of these keys that exist, in no order. */
    public List<InstanceRow> find(List<InstanceKey> keys) {
        List<InstanceRow> found = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<InstanceKey> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            var rows = some.stream()
                    .map(k -> row(k.dagId(), k.runId(), k.taskId(), k.mapIndex()))
                    .toList();
            found.addAll(transactions.call(db -> select(db)
                    .where(row(DAG_RUN.DAG_ID, DAG_RUN.RUN_ID, TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX)
                            .in(rows))
                    .fetch(InstanceQueries::instanceOf)));
        }
        return found;
    }

    /** The earlier tries of an instance, the first one first. */
    public List<TryRow> tries(long runNo, String taskId, int mapIndex) {
        return transactions.call(db -> db.select(TASK_TRY.fields())
                .select(WORKER.NAME)
                .from(TASK_TRY)
                .leftJoin(WORKER)
                .on(WORKER.WORKER_ID.eq(TASK_TRY.WORKER_ID))
                .where(TASK_TRY.RUN_NO.eq(runNo), TASK_TRY.TASK_ID.eq(taskId), TASK_TRY.MAP_INDEX.eq(mapIndex))
                .orderBy(TASK_TRY.TRY_NUMBER, TASK_TRY.DISPATCH_ID)
                .limit(1_000) // a try number has few dispatches; more than this is a loop nobody reads
                .fetch(r -> new TryRow(
                        r.get(TASK_TRY.TRY_NUMBER),
                        r.get(TASK_TRY.DISPATCH_ID),
                        r.get(TASK_TRY.STATE),
                        r.get(WORKER.NAME),
                        r.get(TASK_TRY.QUEUED_AT),
                        r.get(TASK_TRY.START_DATE),
                        r.get(TASK_TRY.END_DATE),
                        r.get(TASK_TRY.REASON),
                        r.get(TASK_TRY.MESSAGE),
                        r.get(TASK_TRY.EXIT_CODE))));
    }

    /** What may be asked of values between tasks. */
    public static final Filters XCOMS = Filters.of(
            Filters.ofFewDags(DAG_RUN.DAG_ID),
            Filters.is("xcom_key", XCOM.KEY),
            Filters.names("xcom_key", XCOM.KEY),
            Filters.names("task_id", XCOM.TASK_ID),
            Filters.names("dag_display_name", DAG_RUN.DAG_ID),
            Filters.names("run_id", DAG_RUN.RUN_ID),
            Filters.numbers("map_index", XCOM.MAP_INDEX::in),
            Filters.numbers("map_index_filter", XCOM.MAP_INDEX::in),
            Filters.times("logical_date", DAG_RUN.LOGICAL_DATE),
            Filters.times("run_after", DAG_RUN.RUN_AFTER));

    /** By what they are ordered. */
    public static final Orders XCOM_ORDERS = Orders.of(
            "task_id",
            Map.of(
                    "dag_id", DAG_RUN.DAG_ID,
                    "run_id", DAG_RUN.RUN_ID,
                    "task_id", XCOM.TASK_ID,
                    "map_index", XCOM.MAP_INDEX,
                    "key", XCOM.KEY,
                    "timestamp", XCOM.CREATED_AT),
            XCOM.RUN_NO,
            XCOM.TASK_ID,
            XCOM.MAP_INDEX,
            XCOM.KEY);

    /** The XComs of a DAG, of a run, of a task; null: of any. */
    public static Wanted xcomsOf(@Nullable String dagId, @Nullable String runId, @Nullable String taskId) {
        return new Wanted((dagId == null ? noCondition() : DAG_RUN.DAG_ID.eq(dagId))
                .and(runId == null ? noCondition() : DAG_RUN.RUN_ID.eq(runId))
                .and(taskId == null ? noCondition() : XCOM.TASK_ID.eq(taskId)));
    }

    /** An XCom of a task in a run. */
    public Optional<XComRow> xcom(String dagId, String runId, String taskId, int mapIndex, String key) {
        Condition where = xcomsOf(dagId, runId, taskId)
                .condition()
                .and(XCOM.MAP_INDEX.eq(mapIndex))
                .and(XCOM.KEY.eq(key));
        return xcoms(new Wanted(where), XCOM_ORDERS.by(List.of()), new Page(1, 0)).rows().stream()
                .findFirst();
    }

    private static final Table<?> XCOMS_WITH_RUNS = XCOM.join(DAG_RUN).on(DAG_RUN.RUN_NO.eq(XCOM.RUN_NO));

    /** Lists values between tasks. */
    public Listed<XComRow> xcoms(Wanted wanted, Ordered order, Page page) {
        Condition where = wanted.condition();
        return transactions.call(db -> {
            List<XComRow> rows = db.select(XCOM.fields())
                    .select(DAG_RUN.DAG_ID, DAG_RUN.RUN_ID, DAG_RUN.LOGICAL_DATE, DAG_RUN.RUN_AFTER)
                    .from(XCOMS_WITH_RUNS)
                    .where(where)
                    .orderBy(order.fields())
                    .limit(page.limit())
                    .offset(page.offset())
                    .fetch(InstanceQueries::xcomOf);
            return new Listed<>(rows, Total.of(db, page, rows.size(), XCOMS_WITH_RUNS, where));
        });
    }

    private static XComRow xcomOf(Record r) {
        return new XComRow(
                r.get(DAG_RUN.DAG_ID),
                r.get(DAG_RUN.RUN_ID),
                r.get(DAG_RUN.LOGICAL_DATE),
                r.get(DAG_RUN.RUN_AFTER),
                r.get(XCOM.TASK_ID),
                r.get(XCOM.MAP_INDEX),
                r.get(XCOM.KEY),
                r.get(XCOM.VALUE),
                r.get(XCOM.BLOB_HASH),
                r.get(XCOM.TYPE_NAME),
                r.get(XCOM.SIZE_BYTES),
                r.get(XCOM.CREATED_AT));
    }

    private static InstanceRow instanceOf(Record r) {
        return new InstanceRow(
                r.get(TASK_INSTANCE.RUN_NO),
                r.get(DAG_RUN.DAG_ID),
                r.get(DAG_RUN.RUN_ID),
                r.get(DAG_RUN.VERSION_ID),
                r.get(DAG_RUN.LOGICAL_DATE),
                r.get(DAG_RUN.RUN_AFTER),
                r.get(TASK_INSTANCE.TASK_ID),
                r.get(TASK_INSTANCE.MAP_INDEX),
                r.get(TASK_INSTANCE.STATE),
                r.get(TASK_INSTANCE.TRY_NUMBER),
                r.get(TASK_INSTANCE.MAX_TRIES),
                r.get(TASK_INSTANCE.DISPATCH_ID),
                r.get(WORKER.NAME),
                r.get(TASK_INSTANCE.POOL),
                r.get(TASK_INSTANCE.POOL_SLOTS),
                r.get(TASK_INSTANCE.PRIORITY),
                r.get(TASK_INSTANCE.QUEUE),
                r.get(TASK_INSTANCE.SCHEDULED_AT),
                r.get(TASK_INSTANCE.QUEUED_AT),
                r.get(TASK_INSTANCE.START_DATE),
                r.get(TASK_INSTANCE.END_DATE),
                r.get(TASK_INSTANCE.NEXT_AT),
                r.get(TASK_INSTANCE.REASON),
                r.get(TASK_INSTANCE.MESSAGE),
                r.get(TASK_INSTANCE.EXIT_CODE),
                r.get(TASK_INSTANCE.MAP_NAME),
                r.get(TASK_INSTANCE.RENDERED),
                r.get(TASK_INSTANCE.NOTE));
    }
}
