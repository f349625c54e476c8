package dev.rondo.scheduler.engine;

import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.POOL;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.creation.RunCreation;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.ManualClock;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two schedulers with workers of their own on one database; what they did is judged from the tables. */
@ExtendWith(PostgresExtension.class)
class SchedulersTest {

    private static final int DAGS = 4;
    private static final int RUNS = 12;
    private static final int POOL_SLOTS = 3;
    private static final int ACTIVE_RUNS = 2;

    private final Map<Long, Boolean> begun = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> executions = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> alone = new ConcurrentHashMap<>();
    private final List<String> violations = java.util.Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger inPool = new AtomicInteger();

    /** A try begins with the first call and ends with the second, so that tries overlap. */
    private @Nullable End body(Dispatch dispatch) {
        int slots = dispatch.taskId().equals("wide") ? 2 : 1;
        AtomicInteger ofTask = alone.computeIfAbsent(dispatch.dagId() + dispatch.taskId(), t -> new AtomicInteger());
        if (begun.putIfAbsent(dispatch.dispatchId(), true) == null) {
            executions
                    .computeIfAbsent(dispatch.runNo() + "/" + dispatch.taskId(), t -> new LongAdder())
                    .increment();
            expect(inPool.addAndGet(slots) <= POOL_SLOTS, "the pool is too full");
            int active = ofTask.incrementAndGet();
            expect(!dispatch.taskId().equals("single") || active == 1, "a task alone in its DAG is not alone");
            return null;
        }
        inPool.addAndGet(-slots);
        ofTask.decrementAndGet();
        return End.success();
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }

    private static TestDag dag(int number) {
        TestDag dag = TestDag.named("shared" + number)
                .schedule(new ScheduleSpec.CronDataInterval("@hourly"))
                .from("2025-12-31T12:00:00Z")
                .catchup(DagSpec.CATCHUP_ALL)
                .maxActiveRuns(ACTIVE_RUNS);
        dag.task("start").pool("shared", 1);
        dag.task("wide").after("start").pool("shared", 2);
        dag.task("single").after("start").pool("shared", 1).maxActivePerDag(1);
        dag.task("end").after("wide", "single").pool("shared", 1);
        return dag;
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void two_schedulers_make_every_run_once_and_exceed_no_limit(TestDatabase database) throws Exception {
        ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");
        try (EngineHarness first = new EngineHarness(database, clock);
                EngineHarness second = new EngineHarness(database, clock);
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            first.pool("shared", POOL_SLOTS);
            for (int i = 0; i < DAGS; i++) {
                first.publish(dag(i));
            }
            AtomicBoolean over = new AtomicBoolean();
            Future<?> one = threads.submit(() -> schedule(first, "one", false, over));
            Future<?> two = threads.submit(() -> schedule(second, "two", true, over));
            Future<?> checker = threads.submit(() -> check(database, over));
            one.get();
            two.get();
            checker.get();

            assertThat(violations).isEmpty();
            assertThat(states(first)).isEqualTo(Map.of("success", DAGS * RUNS));
            int succeeded = first.query(db -> db.fetchCount(TASK_INSTANCE, TASK_INSTANCE.STATE.eq("success")));
            assertThat(succeeded).isEqualTo(DAGS * RUNS * 4);
            assertThat(executions.values()).as("each task of each run ran once").allMatch(each -> each.sum() == 1);
            assertThat(executions).hasSize(DAGS * RUNS * 4);
            assertThat(first.usedSlots("shared")).isZero();
        }
    }

    private static Map<String, Integer> states(EngineHarness harness) {
        return harness.query(db -> db.select(DAG_RUN.STATE, count())
                .from(DAG_RUN)
                .groupBy(DAG_RUN.STATE)
                .fetchMap(DAG_RUN.STATE, count()));
    }

    private void schedule(EngineHarness harness, String name, boolean crashes, AtomicBoolean over) {
        FakeWorker worker = harness.worker(name + "-worker", 4);
        try (RunCreation creation = new RunCreation(
                name,
                new ScheduleStore(harness.database().transactions()),
                dags -> harness.engine().mayStart(dags),
                harness.clock())) {
            boolean crashed = !crashes;
            for (int round = 0; !over.get(); round++) {
                creation.pass();
                harness.engine().sweep();
                harness.settle();
                worker.work(this::body);
                if (!crashed && executions.size() > DAGS * RUNS * 2) {
                    harness.restart();
                    crashed = true;
                }
                if (round % 5 == 0) {
                    over.compareAndSet(false, states(harness).equals(Map.of("success", DAGS * RUNS)));
                }
            }
        } finally {
            over.set(true);
        }
    }

    /** Looks at the tables again and again: each statement sees one moment. */
    private void check(TestDatabase database, AtomicBoolean over) {
        try (var own = database.open(1)) {
            while (!over.get()) {
                own.transactions().run(this::check);
            }
        }
    }

    private void check(DSLContext db) {
        Set<String> crowded = db.select(DAG_RUN.DAG_ID)
                .from(DAG_RUN)
                .join(DAG)
                .on(DAG.DAG_ID.eq(DAG_RUN.DAG_ID))
                .where(DAG_RUN.STATE.eq("running"))
                .groupBy(DAG_RUN.DAG_ID, DAG.MAX_ACTIVE_RUNS)
                .having(count().gt(DAG.MAX_ACTIVE_RUNS))
                .fetchSet(DAG_RUN.DAG_ID);
        expect(crowded.isEmpty(), "more runs are running than may be: " + crowded);
        var taken = select(sum(TASK_INSTANCE.POOL_SLOTS))
                .from(TASK_INSTANCE)
                .where(TASK_INSTANCE.POOL.eq(POOL.NAME))
                .and(TASK_INSTANCE.STATE.in("queued", "running", "restarting"))
                .asField("taken");
        db.select(POOL.SLOTS, POOL.USED_SLOTS, taken)
                .from(POOL)
                .where(POOL.NAME.eq("shared"))
                .forEach(row -> {
                    expect(row.value2() <= row.value1(), "the pool is fuller than it is large: " + row);
                    Object sum = row.get(2);
                    expect(
                            (sum == null ? 0 : ((Number) sum).intValue()) == row.value2(),
                            "the pool's count is not that of its instances: " + row);
                });
    }
}
