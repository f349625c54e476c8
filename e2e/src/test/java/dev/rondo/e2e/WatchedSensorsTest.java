package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import dev.rondo.metadata.JdbcSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sensors that wait, watched by one of two workers, which dies, is frozen or stops. The scheduler's own look is an hour
 * off: whoever sees something before, and in the time of a test, was watching, or was woken.
 */
class WatchedSensorsTest {

    // An idle worker is preferred to none in particular: a run goes to either.
    private static final List<String> WORKERS = List.of("one", "two");

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(cluster -> WORKERS.forEach(WatchedSensorsTest::startWorker));

    @TempDir
    Path folder;

    private static void startWorker(String name) {
        var _ = CLUSTER.get().startWorker(name, 2);
    }

    @BeforeAll
    static void drop() {
        CLUSTER.get()
                .home("server")
                .drop(
                        "watched.jar",
                        DagJar.of(Distribution.built()).dag("Watched", """
                import dev.rondo.operators.standard.FileSensor;
                import dev.rondo.operators.standard.PredicateSensor;

                public final class Watched implements DagFamily {
                    record Params(String folder) {}

                    static boolean look(Path folder) throws Exception {
                        Files.writeString(folder.resolve("looks"), "look\\n", StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                        return Files.exists(folder.resolve("go"));
                    }

                    public List<Dag> define() {
                        Dag files = Dag.create("file");
                        files.params(new Params("/nowhere"));
                        files.task("wait").use(FileSensor.of("{{ params.folder }}/go")
                            .pokeInterval(Duration.ofSeconds(30)));

                        Dag conditions = Dag.create("condition");
                        conditions.task("wait", conditions.params(new Params("/nowhere")))
                            .use(p -> PredicateSensor.of(ctx -> look(Path.of(p.folder())))
                                .pokeInterval(Duration.ofSeconds(1)));
                        return List.of(files, conditions);
                    }
                }
                """).bytes());
    }

    /** Whatever became of them in a test. */
    @AfterEach
    void haveAllWorkers() {
        for (String worker : WORKERS) {
            if (!CLUSTER.get().process(worker).isAlive()) {
                startWorker(worker);
            }
        }
    }

    private Run run(String dagId) {
        return CLUSTER.get().dags().run(dagId, Map.of("folder", folder.toString()));
    }

    private static Run.Instance awaitWatched(Run run) {
        Run.Instance waiting = run.awaitTask("wait", "up_for_reschedule");
        assertThat(run.nextAt("wait"))
                .as("the scheduler's own look")
                .isAfter(Instant.now().plus(Duration.ofMinutes(1)));
        return waiting;
    }

    private void go() {
        try {
            Files.createFile(folder.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int looks() {
        try (Stream<String> lines = Files.lines(folder.resolve("looks"))) {
            return Math.toIntExact(lines.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long dispatch(Run run) {
        JdbcSettings database = CLUSTER.get().postgres().settings();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                PreparedStatement statement = connection.prepareStatement(
                        "select dispatch_id from task_instance join dag_run using (run_no) where run_id = ?")) {
            statement.setString(1, run.id());
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** It ended as if nothing had been, with the try that it began with. */
    private static void assertEndedWell(Run run) {
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.task("wait").tryNumber()).isEqualTo(1);
        assertThat(run.lostExecutions("wait", 1)).isEmpty();
    }

    @Test
    void a_condition_is_looked_at_again_and_again_without_a_dispatch_and_the_look_that_counts_is_a_try() {
        Run run = run("condition");
        Run.Instance waiting = awaitWatched(run);
        long dispatch = dispatch(run);
        int before = looks();

        Await.until("three looks", () -> looks() >= before + 3);
        assertThat(dispatch(run)).isEqualTo(dispatch);
        assertThat(run.state()).isEqualTo("running");
        go();

        assertEndedWell(run);
        assertThat(dispatch(run)).isGreaterThan(dispatch);
        assertThat(waiting.tryNumber()).isEqualTo(1);
    }

    @Test
    void a_worker_that_watches_is_killed_and_another_one_looks_when_its_lease_is_over() {
        Run run = run("file");
        String watching = awaitWatched(run).worker();

        CLUSTER.get().process(watching).kill9();
        go();

        assertEndedWell(run);
        assertThat(run.task("wait").worker()).isNotEqualTo(watching);
    }

    @Test
    void a_worker_that_watches_is_frozen_past_its_lease_and_what_it_says_when_it_wakes_changes_nothing() {
        Cluster cluster = CLUSTER.get();
        Run run = run("file");
        String watching = awaitWatched(run).worker();

        cluster.process(watching).sigstop();
        go();
        assertEndedWell(run);
        String looked = run.task("wait").worker();
        long dispatch = dispatch(run);
        cluster.process(watching).sigcont();

        assertThat(looked).isNotEqualTo(watching);
        // Another run needs a worker, and the one that woke may be it; then the first is as it was.
        assertEndedWell(run("file"));
        assertThat(dispatch(run)).isEqualTo(dispatch);
        assertThat(run.state()).isEqualTo("success");
    }

    @Test
    void a_worker_that_stops_has_its_sensors_looked_for_and_watched_by_another() {
        Cluster cluster = CLUSTER.get();
        Run run = run("file");
        String watching = awaitWatched(run).worker();
        long dispatch = dispatch(run);

        cluster.process(watching).sigterm();
        int ignored = cluster.process(watching).awaitExit();

        Await.until("another dispatch", () -> dispatch(run) > dispatch);
        assertThat(awaitWatched(run).worker()).isNotEqualTo(watching);
        go();
        assertEndedWell(run);
    }
}
