package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Signals;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a schedule says is to come, a worker is told of: its task hosts have the jar by then. */
class JarsAheadTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of(), "--slots", "2");

    @TempDir
    private Path folder;

    @Test
    void where_no_host_has_the_jar_of_a_dag_that_is_due_soon_one_loads_it_before_its_run() throws IOException {
        Path ahead = folder.resolve("ahead");
        Path host = folder.resolve("host");
        RONDO.home()
                .drop(
                        "soon.jar",
                        DagJar.of(Distribution.built())
                                .dag("Soon", """
                public final class Soon implements DagDefinition {
                    @Override public Dag define() {
                        // No try has it yet: the thread has not the name of one.
                        if (Thread.currentThread().getName().equals("task")) {
                            try {
                                Files.writeString(Path.of("AHEAD"), "loaded");
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                        Dag dag = Dag.create("soon").schedule(Schedule.every(Duration.ofSeconds(8))).startDate("2026-01-01")
                            .catchup(false).pausedUponCreation(false);
                        dag.task("only").run(() -> Files.writeString(
                            Path.of("HOST"), "" + ProcessHandle.current().pid()));
                        return dag;
                    }
                }
                """.replace("AHEAD", ahead.toString())
                                        .replace("HOST", host.toString()))
                                .bytes());
        RONDO.dags().awaitThere("soon");

        Await.until("a run", () -> endedWell() > 0);
        Signals.send("KILL", Long.parseLong(Files.readString(host))); // as if it had ended for want of work

        Await.until("a host to load the jar before a try comes", () -> Files.exists(ahead));

        int before = endedWell();
        Await.until("further runs", () -> endedWell() > before);
        assertThat(RONDO.api()
                        .get("/dags/soon/dagRuns?state=failed")
                        .path("total_entries")
                        .asInt())
                .isZero();
    }

    private static int endedWell() {
        return RONDO.api()
                .get("/dags/soon/dagRuns?state=success")
                .path("total_entries")
                .asInt();
    }
}
