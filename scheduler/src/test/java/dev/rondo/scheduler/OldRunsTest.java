package dev.rondo.scheduler;

import static dev.rondo.metadata.jooq.Tables.DAG_RUN;
import static dev.rondo.metadata.jooq.Tables.LOG_REMOVAL;
import static dev.rondo.metadata.jooq.Tables.OUTBOX;
import static dev.rondo.metadata.jooq.Tables.TASK_INSTANCE;
import static dev.rondo.metadata.jooq.Tables.TASK_TRY;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.jooq.impl.DSL.max;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.control.LogRemoval;
import dev.rondo.metadata.control.OldRuns;
import dev.rondo.metadata.control.OldRuns.Choice;
import dev.rondo.metadata.log.FileLogStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.log.LogStore.LogKey;
import dev.rondo.metadata.partition.PartitionStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.Commands;
import dev.rondo.scheduler.testing.DeletedLogs;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class OldRunsTest {

    private static final Instant DAY = Instant.parse("2025-12-01T00:00:00Z");

    private EngineHarness harness;
    private OldRuns runs;
    private DeletedLogs logs;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        logs = new DeletedLogs();
        runs = new OldRuns(harness.database().transactions());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private int removeLogs(LogStore store) {
        return new LogRemoval(harness.database().transactions(), store).pass(100);
    }

    /** All that is over by now, and a year more. */
    private Choice all(String... dagIds) {
        return new Choice(harness.now().plus(Duration.ofDays(365)), Set.of(dagIds));
    }

    private List<String> left() {
        return harness.query(db ->
                db.select(DAG_RUN.RUN_ID).from(DAG_RUN).orderBy(DAG_RUN.RUN_NO).fetch(DAG_RUN.RUN_ID));
    }

    private int rows(Table<?> table) {
        return harness.query(db -> db.fetchCount(table));
    }

    private TestDag dag(String dagId, int count) {
        TestDag dag = harness.publish(TestDag.named(dagId).chain("a", "b"));
        harness.worker(dagId + "-worker", 4);
        for (int day = 0; day < count; day++) {
            harness.trigger(dag, dagId + day, DAY.plus(Duration.ofDays(day)));
            harness.run(dispatch -> End.result("1"));
        }
        return dag;
    }

    @Test
    void what_ended_before_the_moment_goes_with_all_that_belongs_to_it() {
        TestDag dag = TestDag.named("weekly");
        dag.task("a").retries(1, Duration.ofSeconds(1));
        harness.publish(dag);
        harness.worker("weekly-worker", 4);
        for (int week = 0; week < 4; week++) {
            harness.trigger(dag, "week" + week);
            harness.runFor(
                    Duration.ofSeconds(2), dispatch -> dispatch.tryNumber() == 1 ? End.failed() : End.result("1"));
            harness.clock().advance(Duration.ofDays(7));
        }
        Instant before = harness.now().minus(Duration.ofDays(15));

        assertThat(runs.find(new Choice(before, Set.of())))
                .extracting(OldRuns.Found::dagId, OldRuns.Found::runs)
                .containsExactly(tuple("weekly", 2));
        assertThat(runs.delete(new Choice(before, Set.of()), 100)).isEqualTo(2);

        assertThat(left()).containsExactly("week2", "week3");
        assertThat(List.of(rows(TASK_INSTANCE), rows(TASK_TRY), rows(XCOM))).containsExactly(2, 2, 2);
        assertThat(removeLogs(logs)).isEqualTo(2);
        assertThat(logs.runs()).containsExactly("weekly/week0", "weekly/week1");
        assertThat(runs.delete(new Choice(before, Set.of()), 100)).isZero();
    }

    @Test
    void the_newest_run_of_each_dag_stays_and_other_dags_are_let_alone() {
        dag("one", 3);
        dag("other", 2);

        assertThat(runs.delete(all("one"), 100)).isEqualTo(2);
        assertThat(left()).containsExactly("one2", "other0", "other1");
        assertThat(runs.delete(all(), 1)).isEqualTo(1);
        assertThat(left()).containsExactly("one2", "other1");
    }

    @Test
    void the_newest_by_date_stays_though_another_began_later() {
        TestDag dag = dag("dated", 2);
        harness.trigger(dag, "by_hand");
        harness.run(dispatch -> End.success());

        assertThat(runs.delete(all(), 100)).isEqualTo(1);

        assertThat(left())
                .as("a task that depends on the past looks at the first")
                .containsExactly("dated1", "by_hand");
    }

    @Test
    void what_is_not_over_stays_and_the_run_before_it_too() {
        TestDag dag = TestDag.named("past");
        dag.task("a").dependsOnPast();
        harness.publish(dag);
        harness.worker("past-worker", 1);
        for (int day = 0; day < 3; day++) {
            harness.trigger(dag, "past" + day, DAY.plus(Duration.ofDays(day)));
            harness.run(dispatch -> End.success());
        }
        harness.create(dag, "past3", DAY.plus(Duration.ofDays(3)), harness.now().plus(Duration.ofDays(30)));

        assertThat(runs.delete(all(), 100)).isEqualTo(2);

        assertThat(left()).containsExactly("past2", "past3");
    }

    @Test
    void a_backfill_that_goes_on_keeps_its_runs() {
        harness.publish(TestDag.named("filled")
                .chain("a")
                .schedule(new ScheduleSpec.CronDataInterval("@daily"))
                .from("2024-01-01T00:00:00Z"));
        harness.worker("filled-worker", 8);
        Commands commands = new Commands(harness);
        CommandReply reply = commands.run(new Command.CreateBackfill(
                "filled", DAY, DAY.plus(Duration.ofDays(3)), "none", false, 2, null, false, false, "test"));
        assertThat(reply).isInstanceOf(CommandReply.BackfillPlanned.class);
        long id = ((CommandReply.BackfillPlanned) reply).backfillId();
        harness.run(dispatch -> dispatch.runId().contains("2025-12-01") ? End.success() : null);

        assertThat(runs.delete(all(), 100)).isZero();

        assertThat(commands.run(new Command.CancelBackfill(id))).isInstanceOf(CommandReply.Done.class);
        harness.run(dispatch -> End.success());
        assertThat(runs.delete(all(), 100)).isPositive();
    }

    @Test
    void a_callback_to_come_keeps_its_run() {
        TestDag dag = TestDag.named("told");
        dag.task("a").callbacks("success");
        harness.publish(dag);
        harness.worker("told-worker", 1);
        harness.trigger(dag, "first", DAY);
        harness.run(dispatch -> dispatch.callback() == null ? End.success() : null);
        harness.trigger(dag, "second", DAY.plus(Duration.ofDays(1)));
        harness.query(db -> db.update(DAG_RUN)
                .set(DAG_RUN.STATE, "success")
                .set(DAG_RUN.END_DATE, harness.now())
                .execute());

        assertThat(runs.delete(all(), 100)).isZero();
        harness.query(db -> db.update(OUTBOX).set(OUTBOX.DONE_AT, harness.now()).execute());

        assertThat(runs.delete(all(), 100)).isEqualTo(1);
        assertThat(left()).containsExactly("second");
    }

    @Test
    void one_that_another_transaction_holds_is_passed_over() {
        dag("held", 3);

        List<Integer> deleted = new ArrayList<>();
        harness.query(db -> {
            db.select(DAG_RUN.RUN_NO)
                    .from(DAG_RUN)
                    .where(DAG_RUN.RUN_ID.eq("held0"))
                    .forUpdate()
                    .fetch();
            deleted.add(runs.delete(all(), 100));
            return null;
        });

        assertThat(deleted).containsExactly(1);
        assertThat(left()).containsExactly("held0", "held2");
    }

    @Test
    void logs_that_cannot_be_removed_are_told_and_tried_again_after_those_behind_them() {
        dag("logged", 3);
        assertThat(runs.delete(all(), 100)).isEqualTo(2);

        assertThatThrownBy(() -> removeLogs(new Unremovable()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the logs of run 'logged0' of dag 'logged', which is deleted, cannot be removed")
                .hasMessageContaining("/var/logs is of another user");

        assertThat(removeLogs(logs)).isEqualTo(1);
        assertThat(logs.runs()).containsExactly("logged/logged1");
        letTimePass();
        assertThat(removeLogs(logs)).isEqualTo(1);
        assertThat(logs.runs()).containsExactly("logged/logged1", "logged/logged0");
    }

    private void letTimePass() {
        harness.query(db ->
                db.update(LOG_REMOVAL).set(LOG_REMOVAL.NEXT_AT, Instant.EPOCH).execute());
    }

    @Test
    void logs_go_when_the_deletion_is_committed() {
        dag("slow", 2);
        assertThat(runs.delete(all(), 100)).isEqualTo(1);
        List<List<String>> seen = new ArrayList<>();
        LogStore slow = new Unremovable() {
            @Override
            public void deleteRun(String dagId, String runId, Supplier<Set<Long>> inUse) {
                seen.add(left());
            }
        };

        assertThat(removeLogs(slow)).isEqualTo(1);

        assertThat(seen).containsExactly(List.of("slow1"));
    }

    @Test
    void a_new_run_of_the_same_id_keeps_its_own_logs() {
        TestDag dag = dag("again", 2);
        assertThat(runs.delete(all(), 100)).isEqualTo(1);
        harness.trigger(dag, "again0", DAY);
        List<Long> dispatches = new ArrayList<>();
        harness.run(dispatch -> {
            dispatches.add(dispatch.dispatchId());
            return End.result("1");
        });

        assertThat(removeLogs(logs)).isEqualTo(1);

        assertThat(dispatches).hasSize(2);
        assertThat(logs.inUse()).containsExactlyInAnyOrderElementsOf(dispatches);
    }

    /** Files of somebody else. */
    private static class Unremovable implements LogStore {
        @Override
        public long append(LogKey key, long dispatchId, long offset, byte[] piece) {
            throw new AssertionError("nothing is said");
        }

        @Override
        public Slice read(LogKey key, long offset, int maxBytes) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public void deleteRun(String dagId, String runId, Supplier<Set<Long>> inUse) throws IOException {
            throw new IOException("/var/logs is of another user");
        }

        @Override
        public void deleteDag(String dagId, Supplier<Set<Long>> inUse) {
            throw new AssertionError("no DAG is deleted");
        }
    }

    @Test
    void its_files_are_gone_and_those_of_others_are_there(@TempDir Path folder) throws IOException {
        dag("filed", 2);
        FileLogStore files = new FileLogStore(folder);
        for (String runId : List.of("filed0", "filed1")) {
            var _ = files.append(
                    new LogKey("filed", runId, "a", -1, 1), 1, 0, "said\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(runs.delete(all(), 100)).isEqualTo(1);
        assertThat(removeLogs(files)).isEqualTo(1);

        try (var left = Files.walk(folder)) {
            assertThat(left.map(Path::toString).filter(path -> path.contains("run_id=")))
                    .isNotEmpty()
                    .allMatch(path -> path.contains("filed1"));
        }
    }

    @Test
    void partitions_that_no_run_is_left_of_are_dropped_but_for_the_one_before_the_oldest() {
        PartitionStore partitions = new PartitionStore(harness.database().transactions());
        TestDag dag = dag("far", 2);
        long oldest = harness.query(
                db -> db.select(max(DAG_RUN.RUN_NO)).from(DAG_RUN).fetchSingle().value1());
        harness.query(db -> db.alterSequence("dag_run_run_no_seq")
                .restartWith(oldest + 350_000)
                .execute());
        harness.create(dag, "far_off", DAY.plus(Duration.ofDays(30)));
        assertThat(partitions.ensure(1, PartitionStore.RUNS_EACH)).isPositive();

        assertThat(partitions.dropUnused()).as("two runs are there").isZero();
        harness.query(
                db -> db.deleteFrom(DAG_RUN).where(DAG_RUN.RUN_NO.le(oldest)).execute());
        int before = instancePartitions();
        assertThat(partitions.dropUnused()).isEqualTo(2);

        assertThat(instancePartitions()).isEqualTo(before - 2);
        assertThat(partitions.dropUnused()).isZero();
        harness.trigger(dag, "goes_on", DAY.plus(Duration.ofDays(31)));
        harness.run(dispatch -> End.result("1"));
        assertThat(rows(XCOM)).as("what comes has its place").isPositive();
    }

    private int instancePartitions() {
        return harness.query(
                db -> db.fetchSingle("select count(*) from pg_inherits where inhparent = 'task_instance'::regclass")
                        .get(0, Integer.class));
    }
}
