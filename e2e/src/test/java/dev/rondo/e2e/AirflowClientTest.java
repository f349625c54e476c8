package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
    Path folder;

    @Test
    void the_python_client_triggers_a_run_and_reads_its_outcome() throws Exception {
        Path python = installed();
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
        Path script = folder.resolve("drive.py");
        try (var in = AirflowClientTest.class.getResourceAsStream("/airflow-client/drive.py")) {
            Files.write(script, Objects.requireNonNull(in).readAllBytes());
        }

        Outcome outcome = run(
                python.toString(),
                script.toString(),
                RONDO.api().base().toString(),
                RONDO.home().folder().resolve("admin-password").toString(),
                "hello");

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

    /** The Python of a fresh environment with the client; without one there is nothing to test. */
    private Path installed() throws IOException, InterruptedException {
        Path environment = folder.resolve("venv");
        Outcome made = run("python3", "-m", "venv", environment.toString());
        assumeTrue(made.ok(), "no Python 3 with venv here, so Airflow's client is not tried: " + made.words());
        Path python = environment.resolve("bin/python");
        Outcome got = run(python.toString(), "-m", "pip", "install", "--quiet", CLIENT);
        assumeTrue(got.ok(), "pip cannot install " + CLIENT + ", so it is not tried: " + got.words());
        return python;
    }

    private record Outcome(boolean ok, String words) {}

    private Outcome run(String... command) throws IOException, InterruptedException {
        Path words = Files.createTempFile(folder, "words", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(words.toFile())
                    .start();
        } catch (IOException e) {
            return new Outcome(false, String.valueOf(e.getMessage()));
        }
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        return new Outcome(ended && process.exitValue() == 0, Files.readString(words));
    }
}
