package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.engine.PassReport;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run that waits begins after its DAG, or its backfill, is resumed and before it is paused, also by the dates. */
@ExtendWith(PostgresExtension.class)
class PausesTest {

    private static final Instant FROM = Instant.parse("2025-12-01T00:00:00Z");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private EngineHarness harness;
    private BackfillStore backfills;
    private ControlStore control;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        backfills = new BackfillStore(harness.database().transactions());
        control = new ControlStore(harness.database().transactions());
    }

    @AfterEach
    void close() {
        threads.close();
        harness.close();
    }

    @Test
    void what_begins_when_a_backfill_goes_on_is_dated_after_that_though_the_pass_began_before() throws Exception {
        long id = backfill("goes_on");
        pauseBackfill(id, true);
        harness.settle();
        assertThat(beginnings("goes_on")).isEmpty();

        passThatWaits("goes_on", () -> pauseBackfill(id, false));

        assertThat(beginnings("goes_on")).containsExactly(harness.now(), harness.now());
    }

    @Test
    void what_begins_when_a_dag_is_unpaused_is_dated_after_that_though_the_pass_began_before() throws Exception {
        TestDag dag = harness.publish(TestDag.named("unpaused").chain("a"));
        pauseDag("unpaused", true);
        long waits = harness.trigger(dag, "waits");
        harness.settle();
        assertThat(harness.runState(waits)).isEqualTo("queued");

        passThatWaits("unpaused", () -> pauseDag("unpaused", false));

        assertThat(beginnings("unpaused")).containsExactly(harness.now());
    }

    @Test
    void nothing_of_a_backfill_begins_once_its_pause_is_answered() throws Exception {
        long id = backfill("held");

        pauseInPass("held", () -> pauseBackfill(id, true));

        assertThat(beginnings("held")).as("begun by the pass that was first").hasSize(2);
    }

    @Test
    void nothing_of_a_dag_begins_once_its_pause_is_answered() throws Exception {
        TestDag dag = harness.publish(TestDag.named("kept").chain("a"));
        harness.settle();
        var _ = harness.create(dag, "run", null);

        pauseInPass("kept", () -> pauseDag("kept", true));

        assertThat(beginnings("kept")).as("begun by the pass that was first").hasSize(1);
    }

    /** A backfill of two runs at once, of which nothing has begun yet though it may. */
    private long backfill(String dagId) {
        harness.publish(TestDag.named(dagId)
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"))
                .from("2024-01-01T00:00:00Z"));
        pauseDag(dagId, true);
        CommandReply reply = new Commands(harness)
                .run(new Command.CreateBackfill(
                        dagId, FROM, FROM.plus(Duration.ofDays(4)), "none", false, 2, null, false, false, "test"));
        pauseDag(dagId, false);
        assertThat(reply).isInstanceOf(CommandReply.BackfillPlanned.class);
        return ((CommandReply.BackfillPlanned) reply).backfillId();
    }

    private void pauseBackfill(long id, boolean paused) {
        assertThat(backfills.pause(id, paused, harness.now())).isTrue();
    }

    private void pauseDag(String dagId, boolean paused) {
        assertThat(control.setPaused(dagId, paused)).isTrue();
    }

    private List<Instant> beginnings(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.START_DATE)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.STATE.eq("running"))
                .fetch(DAG_RUN.START_DATE));
    }

    /** A pass looks at the DAG, but first waits for a run that somebody else has locked: until it is done. */
    private void passThatWaits(String dagId, Runnable meanwhile) throws Exception {
        TestDag other = harness.publish(TestDag.named("other").chain("a"));
        long locked = harness.trigger(other, "locked");
        harness.settle();
        Future<PassReport> pass = harness.database().transactions().together(() -> {
            var _ = harness.query(db -> db.select(DAG_RUN.STATE)
                    .from(DAG_RUN)
                    .where(DAG_RUN.RUN_NO.eq(locked))
                    .forUpdate()
                    .fetchSingle());
            harness.engine().look(List.of(locked));
            harness.engine().mayStart(List.of(dagId));
            Future<PassReport> waits = threads.submit(harness.engine()::pass);
            harness.awaitBlocked();
            harness.clock().advance(Duration.ofSeconds(2));
            join(threads.submit(meanwhile));
            return waits;
        });
        assertThat(pass.get(10, TimeUnit.SECONDS).changedRuns()).isPositive();
    }

    /** A pass is about to be committed when somebody pauses, who waits for that. */
    private void pauseInPass(String dagId, Runnable pause) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        harness.crashes(point -> {
            if (point == CrashPoint.BEFORE_COMMIT) {
                there.countDown();
                await(goOn);
            }
        });
        harness.engine().mayStart(List.of(dagId));
        Future<PassReport> pass = threads.submit(harness.engine()::pass);
        await(there);
        Future<?> paused = threads.submit(pause);
        try {
            harness.awaitBlocked();
            assertThat(paused.isDone()).isFalse();
        } finally {
            goOn.countDown();
        }
        assertThat(pass.get(10, TimeUnit.SECONDS).changedRuns()).isPositive();
        join(paused);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void join(Future<?> done) {
        try {
            var _ = done.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
