package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.SmallDisk;
import dev.rondo.e2e.jar.DagJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The one disk that all of a home lies on, its PostgreSQL too, is full for ten seconds while tasks run. */
class FullHomeTest {

    // PostgreSQL's programs and a fresh database take some 150 MB.
    private static final int MEGABYTES = 400;
    private static final int SLOTS = 4;
    private static final int TASKS = 20;
    private static final Duration FULL = Duration.ofSeconds(10);

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of(), "--slots", Integer.toString(SLOTS))
            .preparedBy(home -> {
                var _ = SmallDisk.mount(home, "", MEGABYTES);
            });

    // On another disk: bodies go on living.
    @TempDir
    Path folder;

    @BeforeAll
    static void drop() {
        assumeThat(RONDO.home().disk("").isThere())
                .as("mounting a small disk needs root and is not allowed here")
                .isTrue();
        RONDO.home()
                .drop(
                        "living.jar",
                        DagJar.of(Distribution.built())
                                .dag("Living", """
                public final class Living implements DagDefinition {
                """ + Marks.SOURCE + """
                    record Params(String folder) {}

                    static String live(TaskContext ctx, int n) throws Exception {
                        liveUntil(ctx.params(Params.class).folder(), "n" + n, "gate");
                        System.out.println("n" + n + " is over");
                        return "x".repeat(20_000); // more than what is free in the pages of a table
                    }

                    public Dag define() {
                        Dag dag = Dag.create("living");
                        dag.params(new Params("/nowhere"));
                        var lived = dag.map("live", java.util.stream.IntStream.range(0, TASKS).boxed().toList())
                            .call((ctx, n) -> live(ctx, n)).retries(1).retryDelay(Duration.ofMillis(10));
                        dag.task("sum", lived).call(all -> all.stream().mapToInt(String::length).sum());
                        return dag;
                    }
                }
                """.replace("TASKS", Integer.toString(TASKS)))
                                .bytes());
    }

    @Test
    void nothing_fails_for_it_and_all_goes_on_when_there_is_room() {
        SmallDisk disk = RONDO.home().disk("");
        Marks marks = new Marks(folder);
        Run run = RONDO.dags().run("living", Map.of("folder", folder.toString()));
        marks.awaitLiving(SLOTS, life -> true);

        disk.fill();
        marks.open("gate");
        long over = System.nanoTime() + FULL.toNanos();
        Await.until("ten seconds to pass", () -> System.nanoTime() > over);
        disk.free();
        Await.until(
                "the API to have a database",
                () -> RONDO.api().send("GET", "/dags", null, "application/json").status() == 200);

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("sum").asInt()).isEqualTo(TASKS * 20_000);
        assertThat(new TreeSet<>(run.states().values())).containsExactly("success");
        assertThat(marks.lives()).hasSize(TASKS);
        assertThat(marks.overlaps()).isEmpty();
        assertThat(run.elementsWith("live", "exception")).isEmpty();
        assertThat(run.elementsWith("live", "bad_result")).isEmpty();
        assertThat(RONDO.home().read("server.log")).doesNotContain("this is a bug", "a mistake of ours");
    }
}
