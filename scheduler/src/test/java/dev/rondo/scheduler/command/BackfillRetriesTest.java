package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.dagrun.BackfillStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.engine.RunWork;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A retry of more runs than are done again at once. */
@ExtendWith(PostgresExtension.class)
class BackfillRetriesTest {

    private static final Instant FROM = Instant.parse("2025-12-01T00:00:00Z");

    private EngineHarness harness;
    private CommandStore commands;
    private BackfillRetries retries;
    private long backfill;
    private Runnable beforeSecondPart = () -> {};
    private int parts;

    /** The engine on the test's own thread. */
    private final class Control implements RunControl {
        @Override
        public void ask(RunWork work) {
            if (++parts == 2) {
                beforeSecondPart.run();
            }
            harness.engine().ask(work);
            harness.settle();
        }

        @Override
        public void mayStart(Collection<String> dagIds) {
            harness.engine().mayStart(dagIds);
        }

        @Override
        public void takeOver() {
            harness.engine().takeOver();
        }
    }

    @BeforeEach
    void threeFailedRuns(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        commands = new CommandStore(harness.database().transactions());
        BackfillStore backfills = new BackfillStore(harness.database().transactions());
        retries = new BackfillRetries(backfills, new Control(), /* runsAtOnce= */ 1);
        harness.publish(TestDag.named("retried")
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"))
                .from("2024-01-01T00:00:00Z"));
        harness.worker("retries-worker", 8);
        backfill = ((CommandReply.BackfillPlanned) new Commands(harness)
                        .run(new Command.CreateBackfill(
                                "retried",
                                FROM,
                                FROM.plus(Duration.ofDays(2)),
                                "none",
                                false,
                                3,
                                null,
                                false,
                                false,
                                "test")))
                .backfillId();
        allFail();
        assertThat(backfills.finish(harness.now())).isEqualTo(1);
        harness.clock().advance(Duration.ofMinutes(1));
        commands.ask(
                new CommandStore.Asked("key", "ann", "test", null, new Command.RetryBackfill(backfill, false)),
                harness.now());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private void allFail() {
        harness.clock().advance(Duration.ofSeconds(1));
        harness.run(dispatch -> End.failed());
    }

    private Optional<CommandReply> claimAndRetry(String schedulerId) {
        harness.clock().advance(Duration.ofMinutes(5));
        Instant now = harness.now();
        try {
            return retries.retry(
                    commands.claim(schedulerId, now, now, 10).getFirst(), new Command.RetryBackfill(backfill, false));
        } catch (RefusedException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<Integer> tries() {
        return harness.query(db -> db.select(TASK_INSTANCE.TRY_NUMBER)
                .from(TASK_INSTANCE)
                .join(DAG_RUN)
                .on(DAG_RUN.RUN_NO.eq(TASK_INSTANCE.RUN_NO))
                .orderBy(DAG_RUN.BACKFILL_ORDINAL)
                .fetch(TASK_INSTANCE.TRY_NUMBER));
    }

    @Test
    void each_run_is_done_again_once() {
        Optional<CommandReply> reply = claimAndRetry("alive");
        allFail();

        assertThat(tries()).containsExactly(2, 2, 2);
        assertThat(reply)
                .get()
                .isInstanceOfSatisfying(
                        CommandReply.BackfillPlanned.class,
                        done -> assertThat(done.runs()).hasSize(3));
    }

    @Test
    void when_a_scheduler_dies_between_two_parts_the_next_does_the_rest_and_no_run_twice() {
        beforeSecondPart = () -> {
            allFail();
            throw new AssertionError("killed");
        };
        assertThatThrownBy(() -> claimAndRetry("dies")).hasMessage("killed");
        assertThat(tries()).containsExactly(2, 1, 1);

        claimAndRetry("alive");
        allFail();

        assertThat(tries()).containsExactly(2, 2, 2);
    }

    @Test
    void when_a_scheduler_sleeps_between_two_parts_it_does_nothing_after_another_did_all() {
        beforeSecondPart = () -> {
            assertThat(claimAndRetry("awake")).isPresent();
            allFail();
        };

        assertThat(claimAndRetry("sleeps")).as("it is answered").isEmpty();
        allFail();

        assertThat(tries()).containsExactly(2, 2, 2);
    }
}
