package dev.rondo.e2e.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.metadata.JdbcSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker compose up --scale worker=2} starts, without an engine. */
class ComposeTest {

    // One more than a worker runs at once.
    private static final int BODIES = 9;

    private static final Composed COMPOSED = new Composed(Map.of("RONDO_WORKER_TOKEN", "the-token-of-all-workers"));

    private static final Map<String, RondoProcess> RUNNING = new LinkedHashMap<>();

    @RegisterExtension
    static final AfterTestExecutionCallback TELL = context -> {
        if (context.getExecutionException().isPresent()) {
            COMPOSED.tell();
        }
    };

    @TempDir
    Path marks;

    @BeforeAll
    static void up() {
        try {
            start();
            COMPOSED.drop(
                    "Composed.java",
                    ("""
                    import dev.rondo.sdk.Dag;
                    import dev.rondo.sdk.DagDefinition;

                    public final class Composed implements DagDefinition {
                    """ + Marks.SOURCE + """
                        record Params(String folder) {}

                        public Dag define() {
                            Dag dag = Dag.create("composed");
                            dag.params(new Params("/nowhere"));
                            dag.task("greet").call(ctx -> {
                                String bucket = ctx.variable("bucket").orElse("no bucket");
                                System.out.println("hello " + bucket);
                                return bucket;
                            });
                            var lived = dag.map("live", java.util.stream.IntStream.range(0, BODIES).boxed().toList())
                                .call((ctx, n) -> {
                                    liveUntil(ctx.params(Params.class).folder(), "n" + n, "gate");
                                    return n;
                                });
                            dag.task("sum", lived).call(all -> all.stream().mapToInt(n -> n).sum());
                            return dag;
                        }
                    }
                    """.replace("BODIES", Integer.toString(BODIES))).getBytes(UTF_8));
        } catch (RuntimeException | AssertionError e) {
            COMPOSED.tell();
            COMPOSED.close();
            throw e;
        }
    }

    /** In the order of what depends on what. */
    private static void start() {
        assertThat(COMPOSED.container("migrate").start().awaitExit()).isZero();
        for (String server : List.of("scheduler", "dag-processor", "webserver")) {
            RUNNING.put(server, COMPOSED.container(server).start());
        }
        for (String worker : List.of("worker-1", "worker-2")) {
            RUNNING.put(worker, COMPOSED.container("worker", worker).start());
        }
        RUNNING.values().forEach(each -> each.awaitOutput(RondoProcess.READY));
    }

    @AfterAll
    static void down() {
        COMPOSED.close();
    }

    private static RondoProcess running(String name) {
        return Objects.requireNonNull(RUNNING.get(name), name);
    }

    private Run runWithBothWorkersBusy() {
        Run run = COMPOSED.dags().run("composed", Map.of("folder", marks.toString()));
        new Marks(marks).awaitLiving(BODIES, life -> true);
        return run;
    }

    private void assertEndsRight(Run run) {
        new Marks(marks).open("gate");
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("sum").asInt()).isEqualTo(BODIES * (BODIES - 1) / 2);
        assertThat(new Marks(marks).overlaps()).isEmpty();
    }

    @Test
    void a_source_file_in_the_folder_runs_on_two_workers_that_know_no_database() throws IOException {
        Run run = runWithBothWorkersBusy();
        Set<Long> workers = new Marks(marks)
                .living().stream()
                        .map(life -> ProcessHandle.of(life.pid())
                                .flatMap(ProcessHandle::parent)
                                .orElseThrow()
                                .pid())
                        .collect(Collectors.toSet());

        assertThat(workers)
                .containsExactlyInAnyOrder(
                        running("worker-1").pid(), running("worker-2").pid());
        for (long worker : workers) {
            assertThat(Files.readString(Path.of("/proc/" + worker + "/environ")).split("\0"))
                    .filteredOn(variable -> variable.startsWith("RONDO_"))
                    .extracting(variable -> variable.split("=")[0])
                    .containsExactlyInAnyOrder("RONDO_HOME", "RONDO_AOT", "RONDO_WORKER_TOKEN");
        }
        assertEndsRight(run);
    }

    @Test
    void scheduler_and_webserver_share_logs_and_the_keys_of_secrets() {
        var _ = COMPOSED.api().post("/variables", Map.of("key", "bucket", "value", "gs://models"));
        new Marks(marks).open("gate");

        Run run = COMPOSED.dags().run("composed", Map.of("folder", marks.toString()));

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("greet").asText()).isEqualTo("gs://models");
        assertThat(run.log("greet", 1)).contains("hello gs://models");
        assertThat(COMPOSED.container("scheduler").pathOf("/var/lib/rondo/secret-keys"))
                .exists();
        assertThat(COMPOSED.container("webserver").exec("dags", "list")).contains("composed");
    }

    @Test
    void everything_stops_within_its_grace_period_and_goes_on_when_it_is_up_again() {
        Run run = runWithBothWorkersBusy();
        assertThat(COMPOSED.container("webserver").healthCheck()).isZero();

        List<String> last = new ArrayList<>(RUNNING.keySet()).reversed();
        for (String name : last) {
            RondoProcess process = running(name);
            process.sigterm();
            String service = name.startsWith("worker") ? "worker" : name;
            assertThat(process.awaitExit(COMPOSED.file().service(service).stopGracePeriod()))
                    .as(name)
                    .isEqualTo(143);
        }
        assertThat(COMPOSED.container("webserver").healthCheck()).isNotZero();
        start();

        assertThat(COMPOSED.container("webserver").healthCheck()).isZero();
        assertEndsRight(run);
    }

    @Test
    void the_database_is_the_one_that_servers_are_told() {
        JdbcSettings real = COMPOSED.settings();
        ComposeFile.Service postgres = COMPOSED.file().service("postgres");

        assertThat(postgres.environment())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "POSTGRES_USER", real.user(),
                        "POSTGRES_DB", real.url().substring(real.url().lastIndexOf('/') + 1),
                        "POSTGRES_PASSWORD", real.password()));
        assertThat(postgres.healthCheck())
                .startsWith("pg_isready")
                .contains(
                        "--username=" + postgres.environment().get("POSTGRES_USER"),
                        "--dbname=" + postgres.environment().get("POSTGRES_DB"));
    }
}
