package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.Signals;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How standalone is stopped while tasks run, by whom ever: in time, without a trace, and with nothing lost. */
class StopsTest {

    private static final int TERMINATED = 128 + 15;
    private static final int INTERRUPTED = 128 + 2;

    private static final Duration PROMISED = Duration.ofSeconds(10);

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    // As a shell starts it at a terminal: it leads a process group, and SIGINT is not ignored from the outset.
    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone()
            .startedBy(
                    Files.isExecutable(SETSID) ? List.of(SETSID.toString(), "env", "--default-signal=INT") : List.of());

    @TempDir
    Path folder;

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "stopping.jar",
                        DagJar.of(Distribution.built())
                                .dag("Stopping", """
                public final class Stopping implements DagDefinition {
                """ + Marks.SOURCE + """
                    record Params(String folder) {}

                    static void liveDeaf(String folder) throws Exception {
                        while (true) {
                            try {
                                liveUntil(folder, "deaf", "go");
                                return;
                            } catch (InterruptedException e) {
                                System.out.println("interrupted, and I do not care");
                            }
                        }
                    }

                    public Dag define() {
                        Dag dag = Dag.create("stopping");
                        var params = dag.params(new Params("/nowhere"));
                        var deaf = dag.task("deaf", params).call(p -> { liveDeaf(p.folder()); return 42; });
                        dag.task("after", deaf).call(d -> d + 1);
                        var quick = dag.task("quick", params).call(p -> { live(p.folder(), "quick", 3_000); return 7; });
                        dag.task("after_quick", quick).call(q -> q + 1);
                        return dag;
                    }
                }
                """)
                                .bytes());
    }

    @Test
    void sigterm_ends_it_in_time_and_what_ran_runs_again_with_the_next_start() throws IOException {
        Run run = runThatHangs();

        long told = System.nanoTime();
        RONDO.process().sigterm();

        assertStops(told, TERMINATED);
        assertThat(RONDO.process().output()).contains("tasks that still ran are stopped; they run again");
        assertGoesOnWithTheNextStart(run);
    }

    @Test
    void ctrl_c_reaches_all_of_it_and_ends_it_as_well() throws IOException {
        assumeThat(SETSID)
                .as("makes the process group that a terminal would make")
                .isExecutable();
        Run run = runThatHangs();

        long told = System.nanoTime();
        Signals.sendToGroup("INT", RONDO.process().pid());

        assertStops(told, INTERRUPTED);
        assertGoesOnWithTheNextStart(run);
    }

    /** With a body that ignores every interrupt, and one that would end by itself soon. */
    private Run runThatHangs() {
        Run run = RONDO.dags().run("stopping", Map.of("folder", folder.toString()));
        Await.until(
                "both bodies to live", () -> new Marks(folder).lives().keySet().containsAll(List.of("deaf", "quick")));
        return run;
    }

    private static void assertStops(long told, int exitCode) {
        assertThat(RONDO.process().awaitExit()).isEqualTo(exitCode);
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(PROMISED);
        assertThat(RONDO.home().inhabitants()).isEmpty();
        assertThat(RONDO.process().output()).doesNotContain("a bug of Rondo");
    }

    private void assertGoesOnWithTheNextStart(Run stopped) throws IOException {
        Files.createFile(folder.resolve("go"));
        RONDO.start();
        Run run = RONDO.dags().known(stopped);

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("after").asInt()).isEqualTo(43);
        assertThat(run.result("after_quick").asInt()).isEqualTo(8);
        assertThat(new Marks(folder).lives().get("deaf")).hasSize(2);
        // It had the time to end in order, and did not run again.
        assertThat(new Marks(folder).lives().get("quick")).hasSize(1);
        assertThat(new Marks(folder).overlaps()).isEmpty();
    }
}
