package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import dev.rondo.metadata.JdbcSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two schedulers as processes of their own on one database, each with a worker that would rather talk to it. */
class TwoSchedulersTest {

    private static final String FIRST = "scheduler";
    private static final String SECOND = "second";
    private static final int DAGS = 4;
    private static final int TASKS = 8;

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(cluster -> {
        var _ = cluster.startScheduler(SECOND);
        var _ = cluster.startWorker("one", 4, List.of(FIRST, SECOND));
        var _ = cluster.startWorker("two", 4, List.of(SECOND, FIRST));
    });

    @TempDir
    Path marks;

    @BeforeAll
    static void drop() {
        CLUSTER.get()
                .home("server")
                .drop(
                        "shared.jar",
                        DagJar.of(Distribution.built())
                                .dag(
                                        "Shared",
                                        """
                public final class Shared implements DagFamily {
                """ + Marks.SOURCE
                                                + """
                    record Params(String folder) {}

                    static Dag dag(int number) {
                        Dag dag = Dag.create("shared_" + number);
                        dag.params(new Params("/nowhere"));
                        var lived = dag.map("live", java.util.stream.IntStream.range(0, TASKS).boxed().toList())
                            .call((ctx, n) -> {
                                liveUntil(ctx.params(Params.class).folder(), "d" + number + "n" + n, "go");
                                return n;
                            });
                        dag.task("sum", lived).call(all -> all.stream().mapToInt(n -> n).sum());
                        return dag;
                    }

                    public List<Dag> define() {
                        return java.util.stream.IntStream.range(0, DAGS).mapToObj(Shared::dag).toList();
                    }
                }
                """.replace("TASKS", Integer.toString(TASKS))
                                                        .replace("DAGS", Integer.toString(DAGS)))
                                .bytes());
    }

    private List<Run> runs() {
        return IntStream.range(0, DAGS)
                .mapToObj(n -> CLUSTER.get().dags().run("shared_" + n, Map.of("folder", marks.toString())))
                .toList();
    }

    private static void assertRight(Run run) {
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("sum").asInt()).isEqualTo(TASKS * (TASKS - 1) / 2);
        assertThat(new TreeSet<>(run.states().values())).containsExactly("success");
        assertThat(run.task("sum").tryNumber()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {SECOND, FIRST})
    void one_is_killed_while_the_tasks_of_both_run_and_each_task_runs_once(String killed) {
        Cluster cluster = CLUSTER.get();
        List<Run> runs = runs();
        new Marks(marks).awaitLiving(8, life -> true);

        cluster.process(killed).kill9();
        new Marks(marks).open("go");

        assertEachRanOnce(runs);
        var _ = cluster.startScheduler(killed);
    }

    private void assertEachRanOnce(List<Run> runs) {
        assertThat(runs).allSatisfy(TwoSchedulersTest::assertRight);
        assertThat(new Marks(marks).lives())
                .hasSize(DAGS * TASKS)
                .allSatisfy((key, lives) -> assertThat(lives).hasSize(1));
    }

    @Test
    void one_is_frozen_and_its_worker_tells_the_other_what_ended_before_the_lease_is_over() {
        Cluster cluster = CLUSTER.get();
        startAnew("one", FIRST, SECOND);
        startAnew("two", SECOND, FIRST);
        List<Run> runs = runs();
        new Marks(marks).awaitLiving(8, life -> true);

        cluster.process(FIRST).sigstop();
        new Marks(marks).open("go");

        assertEachRanOnce(runs);
        cluster.process(FIRST).sigcont();
    }

    @Test
    void both_take_part() throws SQLException {
        // Where a scheduler was killed before, its worker has moved to the other one, and stays there.
        startAnew("one", FIRST, SECOND);
        startAnew("two", SECOND, FIRST);
        List<Run> runs = runs();
        new Marks(marks).awaitLiving(8, life -> true);
        new Marks(marks).open("go");

        assertThat(runs).allSatisfy(TwoSchedulersTest::assertRight);
        assertThat(runs.stream()
                        .flatMap(run -> IntStream.range(0, TASKS)
                                .mapToObj(n -> run.task("live", n).worker())))
                .contains("one", "two");
        assertThat(schedulersOfWorkers())
                .as("each dispatches to its own worker alone")
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    private static void startAnew(String worker, String... schedulers) {
        CLUSTER.get().process(worker).close();
        var _ = CLUSTER.get().startWorker(worker, 4, List.of(schedulers));
    }

    /** On whose stream each worker that was started last of its name is. */
    private static List<String> schedulersOfWorkers() throws SQLException {
        JdbcSettings database = CLUSTER.get().postgres().settings();
        List<String> schedulers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select distinct on (name) scheduler_id from worker order by name, connected_at desc")) {
            while (rows.next()) {
                schedulers.add(rows.getString(1));
            }
        }
        return schedulers;
    }
}
