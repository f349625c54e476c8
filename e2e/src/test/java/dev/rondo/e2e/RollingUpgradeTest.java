package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.NextRelease;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.Traffic;
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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The next release takes over from this one, process by process and in the order that the guide says, while runs are
 * triggered all the time.
 */
class RollingUpgradeTest {

    private static final String OLD = "scheduler";
    private static final String NEW = "next";

    private static final int CONFIG = 78;
    private static final int TERMINATED = 128 + 15;

    /** Four in a row, four beside each other, and what brings them together. */
    private static final int TASKS = 9;

    private static final int SUM = 4 + 6;

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(cluster -> {
        cluster.expectScheduler(NEW);
        var _ = cluster.startWorker("one", 4, List.of(OLD, NEW));
    });

    @TempDir
    Path marks;

    // As long as the processes that are started from it.
    @TempDir
    static Path release;

    private static byte[] jar() {
        return DagJar.of(Distribution.built())
                .dag("Rolled", """
                public final class Rolled implements DagDefinition {
                """ + Marks.SOURCE + """
                    record Params(String folder, String run) {}

                    static int lived(Params params, String task, int result) throws Exception {
                        live(params.folder(), params.run() + "-" + task, 50);
                        return result;
                    }

                    public Dag define() {
                        Dag dag = Dag.create("rolled").maxActiveRuns(100);
                        var params = dag.params(new Params("/nowhere", "r"));
                        var last = dag.task("c1", params).call(p -> lived(p, "c1", 1));
                        for (int i = 2; i <= 4; i++) {
                            String id = "c" + i;
                            last = dag.task(id, params, last).call((p, before) -> lived(p, id, before + 1));
                        }
                        var all = new java.util.ArrayList<TaskRef<Integer>>();
                        for (int i = 0; i < 4; i++) {
                            int n = i;
                            all.add(dag.task("p" + n, params).call(p -> lived(p, "p" + n, n)));
                        }
                        var beside = dag.all(all);
                        dag.task("sum", params, last, beside).call((p, row, found) ->
                            lived(p, "sum", row + found.stream().mapToInt(n -> n).sum()));
                        return dag;
                    }
                }
                """)
                .bytes();
    }

    /** What a release may do to tables that others work with: columns that nobody need name, and indexes. */
    private static Distribution next() {
        return new NextRelease()
                .step("V901__next_workers.sql", "alter table worker add column next_zone text;\n")
                .step("V902__next_runs.sql", """
                        create index if not exists dag_run_of_next on dag_run (run_type, run_no);
                        alter table dag_run add column next_cost bigint not null default 0;
                        """)
                .step("V903__next_instances.sql", """
                        create index if not exists task_instance_of_next on task_instance (queue, run_no);
                        alter table task_instance add column next_cost bigint not null default 0;
                        alter table task_try add column next_cost bigint not null default 0;
                        alter table xcom add column next_unit text;
                        """)
                .step("V904__next_dags.sql", "alter table dag add column next_owner text;\n")
                .in(release);
    }

    @Test
    void a_release_takes_over_from_the_one_before_while_runs_go_on_and_each_body_runs_once() throws SQLException {
        Cluster cluster = CLUSTER.get();
        cluster.home("server").drop("rolled.jar", jar());
        cluster.dags().unpause("rolled");
        Traffic traffic = Traffic.of(cluster.api(), "rolled", run -> Map.of("folder", marks.toString(), "run", run));
        try (traffic) {
            assertGoesOnWith(traffic, "one");

            migratesUnderLoad();
            assertGoesOnWith(traffic, "one");

            schedulersChange(traffic);
            doorsChange();
            assertGoesOnWith(traffic, "one", "two");

            assertThat(stopped("one")).isEqualTo(TERMINATED);
            assertThat(traffic.next(3))
                    .allSatisfy(run -> assertThat(run.workers()).containsExactly("two"));
        }

        assertNothingWasLost(traffic.runs());
        assertThat(cluster.said()).noneMatch(line -> line.contains(" ERROR [") || line.contains("a bug of Rondo"));
    }

    private void migratesUnderLoad() throws SQLException {
        Cluster cluster = CLUSTER.get();
        makeRunsLarge();
        cluster.install(next());
        long began = System.nanoTime();

        RondoProcess migration = cluster.migrate();

        long ended = System.nanoTime();
        assertThat(migration.output()).contains("migrated: schema version 904");
        assertThat(new Marks(marks).lives().values().stream().flatMap(List::stream))
                .as("bodies that began meanwhile")
                .anyMatch(life -> life.from() > began && life.from() < ended);
    }

    private void schedulersChange(Traffic traffic) throws SQLException {
        Cluster cluster = CLUSTER.get();
        String old = texts("select version from worker").getFirst();
        var _ = cluster.startScheduler(NEW);
        var _ = cluster.startWorker("two", 4, List.of(NEW, OLD));
        assertGoesOnWith(traffic, "one", "two");
        assertThat(streams()).containsExactly("one " + old + " at " + old, "two 99.0.0 at 99.0.0");

        assertThat(stopped(OLD)).isEqualTo(TERMINATED);
        assertGoesOnWith(traffic, "one", "two");
        assertThat(streams()).containsExactly("one " + old + " at 99.0.0", "two 99.0.0 at 99.0.0");

        assertOldSchedulerIsRefused();
    }

    private static int stopped(String process) {
        CLUSTER.get().process(process).sigterm();
        return CLUSTER.get().process(process).awaitExit();
    }

    /** What was started before the tables were changed works on; it cannot be started anew. */
    private void assertOldSchedulerIsRefused() {
        Cluster cluster = CLUSTER.get();
        cluster.install(Distribution.built());
        RondoProcess refused = cluster.beginScheduler(OLD);
        assertThat(refused.awaitExit()).isEqualTo(CONFIG);
        assertThat(refused.output())
                .contains("the database's schema has version 904, but step 901 (next workers) is unknown to this"
                        + " release: a newer Rondo migrated it; start that release, or a newer one");
        cluster.install(new Distribution(release));
    }

    private static void doorsChange() {
        Cluster cluster = CLUSTER.get();
        assertThat(stopped("webserver")).isEqualTo(TERMINATED);
        var _ = cluster.startWebserver();
        assertThat(stopped("dag-processor")).isEqualTo(TERMINATED);
        var _ = cluster.startDagProcessor();
        assertThat(cluster.api().get("/version").path("version").asText()).isEqualTo(NextRelease.VERSION);
    }

    /** Runs that begin now come to their end by those workers, and the API tells of them as it should. */
    private static void assertGoesOnWith(Traffic traffic, String... workers) {
        Set<String> seen = new TreeSet<>();
        Await.until("work of " + List.of(workers), () -> {
            Run run = traffic.next(1).getFirst();
            assertThat(run.result("sum").asInt()).isEqualTo(SUM);
            assertThat(run.workers()).isSubsetOf(workers);
            assertThat(run.tryOf("sum", 1).worker()).isIn(run.workers());
            seen.addAll(run.workers());
            return seen.size() == workers.length;
        });
    }

    private void assertNothingWasLost(List<Run> runs) throws SQLException {
        assertThat(runs).allSatisfy(run -> assertThat(run.awaitEnd()).isEqualTo("success"));
        assertThat(texts("select count(*) from dag_run")).containsExactly(Integer.toString(runs.size()));
        assertThat(texts("select state || ' ' || try_number || ' ' || lost_tries || ' ' || count(*)"
                        + " from task_instance group by state, try_number, lost_tries"))
                .containsExactly("success 1 0 " + runs.size() * TASKS);
        assertThat(new Marks(marks).lives())
                .hasSize(runs.size() * TASKS)
                .allSatisfy((key, lives) -> assertThat(lives)
                        .singleElement()
                        .satisfies(life -> assertThat(life.ended()).isTrue()));
    }

    /** On whose stream each worker is, with the versions of both. */
    private static List<String> streams() throws SQLException {
        return texts("select distinct on (w.name) w.name || ' ' || w.version || ' at ' || j.version"
                + " from worker w join job j on j.job_id = w.scheduler_id order by w.name, w.connected_at desc");
    }

    /**
     * Leaves so much room behind in a table that its index is made as one of a large table is. Nothing is written in
     * the end.
     */
    private static void makeRunsLarge() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update dag_run set note = (select string_agg(md5(n::text), '')"
                    + " from generate_series(1, 800000) n) where run_id = 'r0'");
            connection.rollback();
        }
    }

    private static List<String> texts(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static Connection connect() throws SQLException {
        JdbcSettings database = CLUSTER.get().postgres().settings();
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}
