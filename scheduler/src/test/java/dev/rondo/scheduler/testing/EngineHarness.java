package dev.rondo.scheduler.testing;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.LOG_REMOVAL;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.TELEMETRY;
import static dev.rondo.metadata.jooq.Tables.WORKER;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Limits;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.asset.AssetUse;
import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.dag.DagStore;
import dev.rondo.metadata.dagrun.DagRunStore;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.run.RunStateStore;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.engine.Engine;
import dev.rondo.scheduler.engine.EngineConfig;
import dev.rondo.scheduler.engine.EngineListener;
import dev.rondo.scheduler.engine.PassReport;
import dev.rondo.scheduler.engine.Telemetry;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An engine on a real database, driven pass by pass by the test: no thread, no waiting, and a clock that stands still.
 */
public final class EngineHarness implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Database database;
    private final List<FakeWorker> workers = new ArrayList<>();
    private final ManualClock clock;
    private final int maxCachedTasks;
    private Transactions transactions;
    private CrashPoint.Injector crashes = CrashPoint.Injector.NONE;
    private Limits limits = Limits.DEFAULTS;
    private Telemetry telemetry = Telemetry.NONE;
    private EngineListener listener = new EngineListener() {};
    private Engine engine;

    public EngineHarness(TestDatabase testDatabase) {
        this(testDatabase, new ManualClock("2026-01-01T00:00:00Z"));
    }

    public EngineHarness(TestDatabase testDatabase, ManualClock clock) {
        this(testDatabase, clock, EngineConfig.of("").maxCachedTasks());
    }

    public EngineHarness(TestDatabase testDatabase, ManualClock clock, int maxCachedTasks) {
        this.maxCachedTasks = maxCachedTasks;
        this.database = testDatabase.open(3);
        this.transactions = database.transactions();
        this.clock = clock;
        this.engine = newEngine();
    }

    private Engine newEngine() {
        EngineConfig usual = EngineConfig.of("scheduler-" + NUMBERS.incrementAndGet());
        return new Engine(
                new EngineConfig(
                        usual.schedulerId(),
                        usual.lease(),
                        usual.heartbeat(),
                        maxCachedTasks,
                        usual.maxBatch(),
                        limits,
                        usual.startDelay(),
                        telemetry),
                new RunStateStore(transactions),
                SpecJson::read,
                new DispatchTokens(new byte[32]),
                (graph, run, transaction) -> null,
                clock,
                listener,
                point -> crashes.at(point));
    }

    public Engine engine() {
        return engine;
    }

    public ManualClock clock() {
        return clock;
    }

    public Database database() {
        return database;
    }

    /** What happens at crash points from now on. */
    public void crashes(CrashPoint.Injector injector) {
        crashes = injector;
    }

    /** The engine works through these from now on. */
    public void through(Transactions value) {
        transactions = value;
        restart();
    }

    /** Tells it what is committed from now on. */
    public void listener(EngineListener value) {
        listener = value;
        restart();
    }

    /** Bounds every run from now on, as an installation does that is started anew. */
    public void limits(Limits value) {
        limits = value;
        restart();
    }

    /** It writes down from now on what these are to be told. */
    public void telemetry(Telemetry value) {
        telemetry = value;
        restart();
    }

    /** The engine is lost with all it had in memory; another one takes its place, and workers connect to it. */
    public void restart() {
        engine = newEngine();
        workers.forEach(worker -> worker.connect(engine));
    }

    /** Takes everything out of the tables that an earlier test left, and forgets it. */
    public void clean() {
        query(context -> {
            AuditTrail.forget(context);
            context.truncate(
                            OUTBOX,
                            TELEMETRY,
                            XCOM,
                            TASK_TRY,
                            TASK_INSTANCE,
                            WORKER,
                            DAG_RUN,
                            BACKFILL,
                            DAG,
                            COMMAND,
                            LOG_REMOVAL)
                    .cascade()
                    .execute();
            return context.update(POOL).set(POOL.USED_SLOTS, 0).execute();
        });
        engine = newEngine();
    }

    /** An engine takes the place of this one that knows nothing and that no worker is connected to. */
    public void forget() {
        workers.clear();
        engine = newEngine();
    }

    /** All workers that it has, in the order in which they came. */
    public List<FakeWorker> workers() {
        return List.copyOf(workers);
    }

    /** A worker that is connected. */
    public FakeWorker worker(String workerId, int slots) {
        return worker(workerId, slots, 0, "default");
    }

    public FakeWorker worker(String workerId, int slots, int window, String... queues) {
        FakeWorker worker = new FakeWorker(workerId, slots, window, List.of(queues), clock);
        workers.add(worker);
        worker.connect(engine);
        return worker;
    }

    /** A DAG takes effect, unpaused. */
    public TestDag publish(TestDag dag) {
        publish(dag.spec(), dag.spec().maxActiveTasks());
        return dag;
    }

    /** The same, under another limit of tasks at once. */
    public void publish(DagSpec spec, int maxActiveTasks) {
        String graph = SpecJson.write(spec);
        publish(spec.dagId(), List.of(version(spec, graph, maxActiveTasks)), Integer.toHexString(graph.hashCode()));
    }

    /** Many DAGs take effect at once, as those of one jar do. */
    public void publish(List<TestDag> dags) {
        List<DagStore.NewVersion> versions = dags.stream()
                .map(TestDag::spec)
                .map(spec -> version(spec, SpecJson.write(spec), spec.maxActiveTasks()))
                .toList();
        publish("many", versions, Integer.toHexString(versions.hashCode()));
    }

    private void publish(String file, List<DagStore.NewVersion> versions, String hash) {
        new DagStore(database.transactions())
                .publish(new DagStore.ReadFile("test", file + ".jar", hash, hash, 1, now(), now(), 1), versions);
    }

    private static DagStore.NewVersion version(DagSpec spec, String graph, int maxActiveTasks) {
        return new DagStore.NewVersion(
                spec.dagId(),
                graph,
                Integer.toHexString(graph.hashCode()),
                null,
                "test",
                spec.schedule().text(),
                spec.timezone(),
                spec.maxActiveRuns(),
                maxActiveTasks,
                spec.runStrategy().wireName(),
                List.of(),
                false,
                AssetUse.of(spec),
                spec.deadlines(),
                Timetables.Stored.NOTHING,
                null,
                List.of());
    }

    public Instant now() {
        return clock.instant();
    }

    /** Makes a manual run and tells the engine. */
    public long trigger(TestDag dag, String runId) {
        return trigger(dag, runId, null);
    }

    public long trigger(TestDag dag, String runId, @Nullable Instant logicalDate) {
        long runNo = create(dag, runId, logicalDate);
        engine.mayStart(List.of(dag.dagId()));
        return runNo;
    }

    /** Makes a run, and tells nobody. */
    public long create(TestDag dag, String runId, @Nullable Instant logicalDate) {
        return create(dag, runId, logicalDate, logicalDate == null ? now() : logicalDate);
    }

    /** A run that starts at another moment than its logical date. */
    public long create(TestDag dag, String runId, @Nullable Instant logicalDate, Instant runAfter) {
        long versionId = database.transactions()
                .call(context -> context.select(DAG.VERSION_ID)
                        .from(DAG)
                        .where(DAG.DAG_ID.eq(dag.dagId()))
                        .fetchSingle()
                        .value1());
        return new DagRunStore(database.transactions())
                .create(List.of(new NewRun(
                        dag.dagId(),
                        versionId,
                        runId,
                        logicalDate,
                        logicalDate,
                        logicalDate,
                        runAfter,
                        logicalDate == null ? RunType.MANUAL : RunType.SCHEDULED,
                        "{}",
                        now(),
                        "test",
                        null,
                        null,
                        null,
                        null)))
                .getFirst()
                .runNo();
    }

    public void pool(String name, int slots) {
        database.transactions()
                .run(context -> context.insertInto(POOL)
                        .set(POOL.NAME, name)
                        .set(POOL.SLOTS, slots)
                        .onConflict(POOL.NAME)
                        .doUpdate()
                        .set(POOL.SLOTS, slots)
                        .execute());
        engine.sweep();
    }

    /** Passes until nothing more is to be done at once. */
    public void settle() {
        PassReport report;
        int passes = 0;
        do {
            report = engine.pass();
            if (++passes > 10_000) {
                throw new AssertionError("the engine does not come to rest: " + report);
            }
        } while (report.again());
    }

    /** Waits until a transaction waits for another one: the caller's own, say, which holds the lock. */
    public void awaitBlocked() {
        int blocked = 0;
        for (int i = 0; i < 3_000 && blocked == 0; i++) {
            blocked = query(db -> db.connectionResult(connection -> {
                try (Statement statement = connection.createStatement()) {
                    // Or a transaction of the caller sees the connections of its first look for ever.
                    statement.execute("select pg_stat_clear_snapshot()");
                    try (ResultSet found = statement.executeQuery(
                            "select count(*), pg_sleep(0.01) from pg_stat_activity"
                                    + " where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0")) {
                        return found.next() ? found.getInt(1) : 0;
                    }
                }
            }));
        }
        assertThat(blocked).as("transactions that wait for another one").isPositive();
    }

    /** Lets workers and engine go on until nothing happens any more. */
    public void run(FakeWorker.Body body) {
        boolean worked;
        int rounds = 0;
        do {
            settle();
            worked = false;
            for (FakeWorker worker : workers) {
                worked |= worker.work(body);
            }
            if (++rounds > 100_000) {
                throw new AssertionError("workers and engine do not come to rest");
            }
        } while (worked);
    }

    /** The same, with time going on to the next timer whenever nothing else happens, for so long at most. */
    public void runFor(Duration longest, FakeWorker.Body body) {
        Instant end = now().plus(longest);
        run(body);
        while (now().isBefore(end)) {
            clock.advance(Duration.ofSeconds(1));
            run(body);
        }
    }

    /** States of a run's instances, as {@code task} or {@code task[index]} = state. */
    public Map<String, String> states(long runNo) {
        Map<String, String> states = new TreeMap<>();
        query(context -> {
            context.select(TASK_INSTANCE.TASK_ID, TASK_INSTANCE.MAP_INDEX, TASK_INSTANCE.STATE)
                    .from(TASK_INSTANCE)
                    .where(TASK_INSTANCE.RUN_NO.eq(runNo))
                    .forEach(row -> states.put(
                            row.value2() < 0 ? row.value1() : row.value1() + "[" + row.value2() + "]",
                            String.valueOf(row.value3())));
            return null;
        });
        return states;
    }

    public String runState(long runNo) {
        return query(context -> context.select(DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(DAG_RUN.RUN_NO.eq(runNo))
                .fetchSingle()
                .value1());
    }

    public String runStateOf(String dagId, String runId) {
        return query(context -> context.select(DAG_RUN.STATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.RUN_ID.eq(runId))
                .fetchSingle()
                .value1());
    }

    /** Puts a run into a state, past all rules. */
    public void force(long runNo, String state) {
        query(context -> context.update(DAG_RUN)
                .set(DAG_RUN.STATE, state)
                .where(DAG_RUN.RUN_NO.eq(runNo))
                .execute());
    }

    public int usedSlots(String pool) {
        return query(context -> context.select(POOL.USED_SLOTS)
                .from(POOL)
                .where(POOL.NAME.eq(pool))
                .fetchSingle()
                .value1());
    }

    public <T extends @Nullable Object> T query(java.util.function.Function<DSLContext, T> query) {
        return database.transactions().call(query);
    }

    @Override
    public void close() {
        database.close();
    }
}
