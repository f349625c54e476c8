package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.SECRET_SETTING;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.SealedStore;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.secret.SecretKeys;
import dev.rondo.metadata.secret.TinkSeals;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.engine.RunWork;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    @Test
    void a_secret_whose_key_is_retired_while_its_command_is_carried_out_is_stored_sealed_anew(@TempDir Path home)
            throws Exception {
        SecretStore words = new SecretStore(harness.database().transactions());
        harness.query(db -> db.deleteFrom(SECRET_SETTING).execute());
        harness.query(db -> db.deleteFrom(VARIABLE).execute());
        KeyFile place = new KeyFile(home.resolve("secret-keys"));
        TinkSeals seals = new TinkSeals(place, words);
        SecretKeys keys =
                new SecretKeys(place, words, new SealedStore(harness.database().transactions()));
        String where = Seals.ofVariable("token");
        String before = seals.seal(where, "s3cret");
        String old = keys.list().getFirst().id();
        long asked = ask("v", new Command.SetVariable("token", before, null, false, Command.Write.CREATE));
        CrashPoint.Injector meanwhile = point -> {
            if (point == CrashPoint.AFTER_COMMAND_CLAIMED) {
                assertThat(keys.rotate().resealed()).isEqualTo(1);
                assertThat(keys.retire(old)).isEqualTo(new SecretKeys.Retired.Done());
            }
        };

        int done = new CommandLoop("s1", store, new Commands(harness).runner(), harness.clock(), meanwhile).pass();

        assertThat(done).isEqualTo(1);
        assertThat(store.findReply(asked)).contains(new CommandReply.Done());
        String stored = harness.<String>query(db -> db.select(VARIABLE.VALUE)
                .from(VARIABLE)
                .where(VARIABLE.KEY.eq("token"))
                .fetchSingle()
                .value1());
        assertThat(stored).isNotEqualTo(before);
        assertThat(seals.open(where, stored)).isEqualTo("s3cret");
        harness.query(db -> db.deleteFrom(VARIABLE).execute());
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
        CommandReply first = new Commands(harness).runner().run(claimed, now).orElseThrow();

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

    /** A DAG of one task, which failed in a run with a logical date. */
    private void failedRun(String dagId) {
        TestDag dag = harness.publish(TestDag.named(dagId)
                .chain("a")
                .schedule(new ScheduleSpec.DeltaDataInterval(ScheduleSpec.Step.of(Duration.ofDays(1))))
                .from("2025-01-01T00:00:00Z"));
        harness.worker(dagId + "-worker", 1);
        harness.trigger(dag, "first", Instant.parse("2025-12-01T00:00:00Z"));
        harness.run(dispatch -> End.failed());
    }

    private static Command clear(String dagId) {
        return new Command.ClearTasks(
                dagId, "first", List.of(), Command.Scope.ONLY, null, null, false, false, true, false, false, "again");
    }

    private static Command fill(String dagId) {
        Instant day = Instant.parse("2025-12-01T00:00:00Z");
        return new Command.CreateBackfill(
                dagId, day, day.plus(Duration.ofDays(2)), "failed", false, 1, null, false, false, "test");
    }

    private int tries(String dagId) {
        return harness.query(db -> db.select(DSL.coalesce(DSL.sum(TASK_INSTANCE.TRY_NUMBER), DSL.val(BigDecimal.ZERO)))
                .from(TASK_INSTANCE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .fetchSingle()
                .value1()
                .intValue());
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT", "AFTER_SEND"})
    void a_clear_whose_scheduler_dies_is_done_once_and_answered_with_its_note(CrashPoint moment) throws Exception {
        failedRun("cleared");
        long id = ask("key", clear("cleared"));
        harness.crashes(point -> {
            if (point == moment) {
                throw new AssertionError("killed");
            }
        });
        assertThatThrownBy(() -> loop("dies").pass()).hasMessage("killed");
        harness.crashes(point -> {});
        harness.restart();
        boolean answered = store.findReply(id).isPresent();
        assertThat(answered)
                .as("the reply is there with what was done, or not at all")
                .isEqualTo(moment != CrashPoint.BEFORE_COMMIT);
        harness.run(dispatch -> End.failed());
        assertThat(tries("cleared")).isEqualTo(answered ? 2 : 1);

        harness.clock().advance(Duration.ofMinutes(5));
        loop("alive").pass();
        harness.run(dispatch -> End.failed());

        assertThat(tries("cleared")).isEqualTo(2);
        assertThat(store.findReply(id))
                .contains(new CommandReply.Affected(
                        List.of(new CommandReply.Affected.Instance("cleared", "first", "a", -1))));
        List<String> notes = harness.query(
                db -> db.select(TASK_INSTANCE.NOTE).from(TASK_INSTANCE).fetch(TASK_INSTANCE.NOTE));
        assertThat(notes).containsExactly("again");
    }

    static List<Command> commands() {
        return List.of(
                trigger("slept"),
                clear("slept"),
                fill("slept"),
                new Command.MarkRun("slept", "first", RunState.SUCCESS),
                new Command.SetNote("slept", "first", null, "noted"),
                new Command.DeleteRun("slept", "first"),
                new Command.DeleteDag("slept"),
                new Command.SetVariable("slept", "value", null, false, Command.Write.CREATE));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void what_two_schedulers_carry_out_is_done_by_the_first_and_answered_by_it(Command command) throws Exception {
        failedRun("slept");
        long id = ask("key", command);
        Instant now = harness.now();
        CommandStore.Claimed claimed = store.claim("asleep", now, now, 10).getFirst();
        harness.clock().advance(Duration.ofMinutes(5));
        loop("awake").pass();
        harness.run(dispatch -> End.failed());
        CommandReply reply = store.findReply(id).orElseThrow();
        assertThat(reply.status()).isEqualTo(200);
        int runs = runIds("slept").size();
        int tries = tries("slept");

        var late = new Commands(harness).runner().run(claimed, harness.now());
        harness.run(dispatch -> End.failed());

        assertThat(store.findReply(id)).contains(reply);
        assertThat(late.filter(said -> said.status() == 200)).isEmpty();
        assertThat(runIds("slept")).hasSize(runs);
        assertThat(tries("slept")).isEqualTo(tries);
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
                CommandRunner.Stores.of(harness.database().transactions()),
                () -> {},
                new NoEngine(),
                done::countDown,
                Commands.NO_TESTS);

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

        @Override
        public void takeOver() {
            throw new AssertionError("no run is taken over");
        }
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_carried_out_later() {
        TestDag dag = harness.publish(TestDag.named("cancelled").chain("a"));
        long run = harness.trigger(dag, "first");
        harness.settle();
        RunMark mark = new RunMark(0, run, "cancelled", "first", new RunEvent.RunMarked(RunState.FAILED));
        harness.engine().ask(mark);

        assertThatThrownBy(() -> mark.await(Duration.ofMillis(1))).isInstanceOf(DatabaseUnavailableException.class);
        harness.settle();

        assertThat(harness.runState(run)).isEqualTo("running");
    }
}
