package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Python;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Airflow's own Python client, as it comes from PyPI, drives a run from sign-in to the last log line. */
class AirflowClientTest {

    // The newest that was tried; another one may ask for what is not there yet.
    private static final String CLIENT = "apache-airflow-client==3.3.2";

    private static final long MINUTES = 5;

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @TempDir
    static Path folder;

    private static Python python;

    /** Without a Python there is nothing to test. */
    @BeforeAll
    static void install() throws IOException, InterruptedException {
        python = Python.with(folder, CLIENT);
    }

    @Test
    void the_python_client_triggers_a_run_and_reads_its_outcome() throws Exception {
        RONDO.home()
                .drop(
                        "hello.jar",
                        DagJar.of(Distribution.built()).dag("Hello", """
                public final class Hello implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("hello");
                        var greeting = dag.task("greet").call(() -> "hello");
                        dag.task("say", greeting).run((ctx, g) -> System.out.println(g + " world"));
                        return dag;
                    }
                }
                """).bytes());
        RONDO.dags().awaitThere("hello");
        Python.Outcome outcome = drive("drive.py", "hello");

        assertThat(outcome.words().lines())
                .as(outcome.words())
                .containsExactly(
                        "version True",
                        "scheduler healthy",
                        "dags ['hello']",
                        "paused True",
                        "unpaused True",
                        "import errors 0",
                        "pools ['default_pool']",
                        "conf {'day': 'monday'}",
                        "state success",
                        "listed 1",
                        "batch 1",
                        "tasks [('greet', 'success', 1), ('say', 'success', 1)]",
                        "tries 1",
                        "log ['hello world']",
                        "xcoms ['return_value']",
                        "xcom hello",
                        "would clear 2");
    }

    @Test
    void the_python_client_sets_things_up_fills_the_past_and_cleans_up() throws Exception {
        RONDO.home().drop("Nightly.java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                import dev.rondo.sdk.Schedule;

                public final class Nightly implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("nightly").schedule(Schedule.dataInterval("@daily"))
                                .startDate("2025-01-01").endDate("2025-12-31").tags("lesson");
                        dag.task("read").run(ctx -> {
                            var lake = ctx.connection("lake");
                            System.out.println("bucket " + ctx.variable("bucket").orElse("none") + " at " + lake.host()
                                    + " as " + lake.login() + " with " + lake.password().length() + " letters "
                                    + lake.password() + " " + lake.findExtra("sslmode").orElse("none"));
                        });
                        return dag;
                    }
                }
                """.getBytes(UTF_8));
        RONDO.dags().awaitThere("nightly");

        Python.Outcome outcome = drive("settings.py", "nightly");

        assertThat(outcome.words().lines())
                .as(outcome.words())
                .containsExactly(
                        "pool again 409",
                        "pool slots 3",
                        "pools made ['tpu']",
                        "pools ['gpu', 'default_pool']",
                        "pool gone 404",
                        "variable gs://models",
                        "encrypted True",
                        "variables ['bucket']",
                        "connection lake *** {\"sslmode\":\"require\",\"token\":\"***\"}",
                        "connection host replica ann",
                        "connections ['lake']",
                        "connection wrong 404",
                        "connection test False",
                        "favourites ['nightly']",
                        "tags ['lesson']",
                        "would fill ['2025-03-01 00:00:00+00:00', '2025-03-02 00:00:00+00:00']",
                        "filled True",
                        "backfills 1",
                        "runs 2 success 2025-03-02 {'a': 1}",
                        "task saw ['bucket gs://models at replica as ann with 15 letters *** require']",
                        "xcom {'by': 'hand'}",
                        "xcom changed 2",
                        "xcom gone 404",
                        "cleared 1",
                        "done again True",
                        "run gone 404",
                        "audit [('admin', '{\"change\":{\"before\":null,\"after\":{\"connection_id\":\"lake\",\"conn_type\":\"postgres\","
                                + "\"host\":\"db\",\"login\":\"ann\",\"password\":\"***\",\"schema\":\"sales\",\"port\":5432,"
                                + "\"extra\":\"***\"}}}'), ('admin', '{\"change\":{\"before\":{\"host\":\"db\"},"
                                + "\"after\":{\"host\":\"replica\"}}}')]",
                        "jobs ['DagProcessorJob', 'SchedulerJob']",
                        "config 100",
                        "stats [('failed', 0), ('queued', 0), ('running', 0), ('success', 1)]",
                        "version 1",
                        "source True",
                        "warnings 0",
                        "plugins 0",
                        "providers 2");
    }

    private static Python.Outcome drive(String script, String dagId) throws IOException, InterruptedException {
        return python.run(
                MINUTES,
                Map.of(),
                "python",
                "" + python.file("/airflow-client/" + script),
                RONDO.api().base().toString(),
                RONDO.home().folder().resolve("admin-password").toString(),
                dagId);
    }
}
