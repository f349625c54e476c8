package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.asset.AssetStore;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.engine.RunWork;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.DeletedLogs;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class CommandLoopTest {

    private EngineHarness harness;
    private CommandStore store;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        store = new CommandStore(harness.database().transactions());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private CommandLoop loop(String schedulerId) {
        return new CommandLoop(schedulerId, store, new Commands(harness).runner(), harness.clock());
    }

    private long ask(String key, Command command) {
        CommandStore.Outcome asked =
                store.ask(new CommandStore.Asked(key, "ann", "test", null, command), harness.now());
        assertThat(asked).isInstanceOf(CommandStore.Outcome.Known.class);
        return ((CommandStore.Outcome.Known) asked).commandId();
    }

    private static Command trigger(String dagId) {
        return new Command.TriggerRun(dagId, null, null, null, null, null, null, null, "test");
    }

    private List<String> runIds(String dagId) {
        return harness.query(db -> db.select(DAG_RUN.RUN_ID)
                .from(DAG_RUN)
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .fetch(DAG_RUN.RUN_ID));
    }

    @Test
    void a_trigger_whose_scheduler_died_before_it_said_so_makes_no_second_run() throws InterruptedException {
        harness.publish(TestDag.named("once").chain("a"));
        long id = ask("key", trigger("once"));
        Instant now = harness.now();
        CommandStore.Claimed claimed = store.claim("dead", now, now, 10).getFirst();
        CommandReply first = new Commands(harness).runner().run(claimed, now);

        harness.clock().advance(Duration.ofMinutes(5));
        loop("alive").pass();

        assertThat(runIds("once")).hasSize(1);
        assertThat(store.findReply(id)).contains(first);
    }

    @Test
    void a_scheduler_that_slept_through_its_claim_makes_no_second_run() throws InterruptedException {
        harness.publish(TestDag.named("late").chain("a"));
        long id = ask("key", trigger("late"));
        Instant now = harness.now();
        CommandStore.Claimed claimed = store.claim("asleep", now, now, 10).getFirst();
        harness.clock().advance(Duration.ofMinutes(5));
        loop("awake").pass();
        List<String> made = runIds("late");

        new Commands(harness).runner().run(claimed, harness.now().plusSeconds(1));

        assertThat(runIds("late")).hasSize(1).isEqualTo(made);
        assertThat(store.findReply(id)).get().isInstanceOf(CommandReply.RunTriggered.class);
    }

    @Test
    void a_command_that_cannot_be_read_is_refused_and_does_not_hold_up_the_next() throws InterruptedException {
        harness.publish(TestDag.named("behind").chain("a"));
        long unreadable = ask("unreadable", trigger("behind"));
        harness.query(db -> db.update(COMMAND)
                .set(COMMAND.BODY, "{\"kind\":\"of a later release\"}")
                .where(COMMAND.COMMAND_ID.eq(unreadable))
                .execute());
        long next = ask("next", trigger("behind"));

        loop("reader").pass();

        assertThat(store.findReply(unreadable)).get().isInstanceOfSatisfying(CommandReply.Rejected.class, refused -> {
            assertThat(refused.code()).isEqualTo("OTHER_VERSION");
            assertThat(refused.message()).contains("run the same version of webserver and scheduler");
        });
        assertThat(store.findReply(next)).get().isInstanceOf(CommandReply.RunTriggered.class);
    }

    @Test
    void the_loop_outlives_a_pass_that_fails() throws InterruptedException {
        harness.publish(TestDag.named("outlived").chain("a"));
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean failed = new AtomicBoolean();
        InstantSource failsOnce = () -> {
            if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("a pass that fails");
            }
            return harness.now();
        };
        CommandRunner runner = new CommandRunner(
                new ControlStore(harness.database().transactions()),
                store,
                new AssetStore(harness.database().transactions()),
                new DeletedLogs(),
                new SettingStore(harness.database().transactions()),
                new NoEngine(),
                done::countDown);

        try (CommandLoop loop = new CommandLoop("outliving", store, runner, failsOnce)) {
            loop.start();
            ask("pause", new Command.SetPaused("outlived", true));
            loop.wake();

            assertThat(done.await(30, TimeUnit.SECONDS)).as("carried out").isTrue();
        }
        assertThat(failed).isTrue();
    }

    /** What is asked of it does not need an engine. */
    private record NoEngine() implements RunControl {
        @Override
        public void ask(RunWork work) {
            throw new AssertionError("nothing is asked of the engine");
        }

        @Override
        public void mayStart(Collection<String> dagIds) {
            assertThat(dagIds).containsExactly("outlived");
        }
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_carried_out_later() {
        TestDag dag = harness.publish(TestDag.named("cancelled").chain("a"));
        long run = harness.trigger(dag, "first");
        harness.settle();
        RunMark mark = new RunMark(run, "cancelled", new RunEvent.RunMarked(RunState.FAILED));
        harness.engine().ask(mark);

        assertThatThrownBy(() -> mark.await(Duration.ofMillis(1))).isInstanceOf(DatabaseUnavailableException.class);
        harness.settle();

        assertThat(harness.runState(run)).isEqualTo("running");
    }
}
