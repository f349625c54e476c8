package dev.rondo.scheduler.command;

import static dev.rondo.metadata.jooq.Tables.BACKFILL;
import static dev.rondo.metadata.jooq.Tables.DAG;
import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.metadata.dagrun.DagRunStore;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a backfill does about runs that are there. */
@ExtendWith(PostgresExtension.class)
class BackfillTakeOverTest {

    private static final Instant FROM = Instant.parse("2025-12-01T00:00:00Z");

    private EngineHarness harness;
    private Commands commands;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        commands = new Commands(harness);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private static Instant minute(int number) {
        return FROM.plus(Duration.ofMinutes(number));
    }

    /** A DAG of every minute with so many runs that are over and never began. */
    private TestDag minutely(String dagId, int runs) {
        TestDag dag = harness.publish(TestDag.named(dagId)
                .chain("a")
                .schedule(new ScheduleSpec.DeltaDataInterval(ScheduleSpec.Step.of(Duration.ofMinutes(1))))
                .from("2025-01-01T00:00:00Z"));
        long version = harness.query(db -> db.select(DAG.VERSION_ID)
                .from(DAG)
                .where(DAG.DAG_ID.eq(dagId))
                .fetchSingle()
                .value1());
        List<NewRun> made = IntStream.range(0, runs)
                .mapToObj(number -> new NewRun(
                        dagId,
                        version,
                        "run" + number,
                        minute(number),
                        minute(number),
                        minute(number + 1),
                        minute(number + 1),
                        RunType.SCHEDULED,
                        "{}",
                        harness.now(),
                        "test",
                        null,
                        null,
                        null,
                        null))
                .toList();
        assertThat(new DagRunStore(harness.database().transactions()).create(made))
                .hasSize(runs);
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "failed")
                .set(DAG_RUN.END_DATE, harness.now())
                .where(DAG_RUN.DAG_ID.eq(dagId))
                .execute());
        return dag;
    }

    private CommandReply.BackfillPlanned fill(String dagId, int last, @Nullable String conf) {
        return (CommandReply.BackfillPlanned) commands.run(
                new Command.CreateBackfill(dagId, FROM, minute(last), "failed", false, 1, conf, false, false, "test"));
    }

    private int count(String dagId, String state) {
        return harness.query(db -> db.fetchCount(DAG_RUN, DAG_RUN.DAG_ID.eq(dagId), DAG_RUN.STATE.eq(state)));
    }

    private int runsOf(CommandReply.BackfillPlanned planned) {
        return harness.query(db ->
                db.fetchCount(DAG_RUN, DAG_RUN.BACKFILL_ID.eq(planned.backfillId()), DAG_RUN.RUN_TYPE.eq("backfill")));
    }

    private static List<String> actions(CommandReply.BackfillPlanned planned) {
        return planned.runs().stream().map(each -> each.action()).distinct().toList();
    }

    @Test
    void a_run_that_is_taken_over_goes_on_as_one_of_the_backfill_also_in_memory() {
        TestDag dag = minutely("over", 0);
        FakeWorker worker = harness.worker("over-worker", 2);
        harness.trigger(dag, "once", FROM);
        harness.run(dispatch -> End.failed());
        assertThat(count("over", "failed")).as("and the engine remembers it").isEqualTo(1);

        fill("over", 0, "{\"epochs\":5}");
        harness.run(dispatch -> End.success());

        Dispatch again = worker.received().getLast();
        assertThat(again.runId()).isEqualTo("once");
        assertThat(again.run().runType()).isEqualTo("backfill");
        assertThat(again.run().conf()).isEqualTo("{\"epochs\":5}");
        assertThat(count("over", "success")).isEqualTo(1);
    }

    @Test
    void many_runs_are_taken_over_by_few_statements() {
        minutely("many", 2_500);

        List<CommandReply.BackfillPlanned> made = new ArrayList<>();
        long statements = updatesOf(() -> made.add(fill("many", 2_499, null)));

        CommandReply.BackfillPlanned planned = made.getFirst();
        assertThat(actions(planned)).containsExactly("cleared");
        assertThat(count("many", "queued") + count("many", "running")).isEqualTo(2_500);
        assertThat(runsOf(planned)).isEqualTo(2_500);
        assertThat(statements).as("a few for each thousand").isLessThan(40);
    }

    private void jdbc(String sql) {
        harness.query(db -> db.connectionResult(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        }));
    }

    /** How many statements change runs meanwhile. */
    private long updatesOf(Runnable what) {
        jdbc("create sequence updates_seen");
        jdbc("create function note_update() returns trigger language plpgsql as"
                + " $$ begin perform nextval('updates_seen'); return null; end $$");
        jdbc("create trigger note_update after update on dag_run for each statement execute function note_update()");
        try {
            what.run();
            return harness.query(db -> db.nextval("updates_seen").longValue()) - 1;
        } finally {
            jdbc("drop trigger note_update on dag_run");
            jdbc("drop function note_update()");
            jdbc("drop sequence updates_seen");
        }
    }

    @Test
    void a_run_that_another_clears_meanwhile_is_left_to_that_one() {
        minutely("contested", 2);
        commands.beforeEachAsk(() -> harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "queued")
                .set(DAG_RUN.ROW_VERSION, DAG_RUN.ROW_VERSION.plus(1))
                .where(DAG_RUN.DAG_ID.eq("contested"), DAG_RUN.RUN_ID.eq("run1"))
                .execute()));

        CommandReply.BackfillPlanned planned = fill("contested", 1, null);

        assertThat(planned.runs()).extracting(each -> each.action()).containsExactly("cleared", "not_created");
        assertThat(planned.runs().getLast().reason()).isEqualTo("in flight");
        assertThat(runsOf(planned)).isEqualTo(1);
    }

    @Test
    void what_is_not_yet_taken_over_when_the_backfill_is_cancelled_stays_as_it_is() {
        minutely("stopped", 1_200);
        commands.afterEachAsk(() -> harness.query(db -> db.select(DSL.max(BACKFILL.BACKFILL_ID))
                        .from(BACKFILL)
                        .where(BACKFILL.COMPLETED_AT.isNull())
                        .fetchOptional()
                        .map(row -> row.value1()))
                .ifPresent(id -> new dev.rondo.metadata.control.ControlStore(
                                harness.database().transactions())
                        .cancelBackfill(id, harness.now())));

        CommandReply.BackfillPlanned planned = fill("stopped", 1_199, null);

        assertThat(planned.runs().stream().filter(each -> each.action().equals("not_created")))
                .hasSize(200);
        assertThat(runsOf(planned)).isEqualTo(1_000);
        assertThat(count("stopped", "queued"))
                .as("nothing waits for a backfill that is over")
                .isZero();
    }

    @Test
    void of_two_backfills_at_the_same_moment_one_is_refused_and_has_changed_nothing() {
        minutely("twice", 3);
        commands.beforeEachAsk(() -> harness.query(db -> db.insertInto(BACKFILL)
                .set(BACKFILL.DAG_ID, "twice")
                .set(BACKFILL.FROM_DATE, FROM)
                .set(BACKFILL.TO_DATE, FROM)
                .set(BACKFILL.REPROCESS, "none")
                .set(BACKFILL.IS_BACKWARDS, false)
                .set(BACKFILL.MAX_ACTIVE_RUNS, 1)
                .set(BACKFILL.CONF, "{}")
                .set(BACKFILL.IS_PAUSED, false)
                .set(BACKFILL.CREATED_AT, harness.now())
                .set(BACKFILL.UPDATED_AT, harness.now())
                .execute()));

        CommandReply reply = commands.run(
                new Command.CreateBackfill("twice", FROM, minute(5), "failed", false, 1, null, false, false, "test"));

        assertThat(reply).isInstanceOfSatisfying(CommandReply.Rejected.class, rejected -> {
            assertThat(rejected.status()).isEqualTo(409);
            assertThat(rejected.code()).isEqualTo("ALREADY_RUNNING");
        });
        assertThat(count("twice", "failed")).isEqualTo(3);
        assertThat(count("twice", "queued")).isZero();
    }
}
