package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Line;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.Namespace;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The cable of a worker is pulled: packets vanish, and neither side is told that the other is gone. */
class SilentNetworkTest {

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final int BODIES = 3;

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(Map.of("RONDO_WORKER_LEASE_SECONDS", Long.toString(LEASE.toSeconds())), cluster -> {});

    @TempDir
    Path folder;

    @BeforeAll
    static void drop() {
        CLUSTER.get()
                .home("server")
                .drop(
                        "silent.jar",
                        DagJar.of(Distribution.built())
                                .dag("Silent", """
                public final class Silent implements DagDefinition {
                """ + Marks.SOURCE + """
                    record Params(String folder) {}

                    public Dag define() {
                        Dag dag = Dag.create("silent");
                        dag.params(new Params("/nowhere"));
                        var lived = dag.map("live", java.util.stream.IntStream.range(0, BODIES).boxed().toList())
                            .call((ctx, n) -> {
                                liveUntil(ctx.params(Params.class).folder(), "n" + n, "gate");
                                return n;
                            });
                        dag.task("sum", lived).call(all -> all.stream().mapToInt(n -> n).sum());
                        return dag;
                    }
                }
                """.replace("BODIES", Integer.toString(BODIES)))
                                .bytes());
    }

    private interface Story {
        void tell(Namespace cable, Run run, Marks marks);
    }

    /** Tells it where the bodies of a run live on a worker that is alone, behind a cable. */
    private void behindACable(Story story) throws IOException {
        Optional<Namespace> made = Namespace.make();
        assumeThat(made)
                .as("a network of its own needs root and is not allowed here")
                .isPresent();
        Cluster cluster = CLUSTER.get();
        try (Namespace cable = made.orElseThrow();
                Line line = Line.of(cable.outside(), cluster.portOf("scheduler"));
                var _ = cluster.startWorkerBy(
                        cable.entering(),
                        "far",
                        BODIES,
                        "http://" + cable.outside().getHostAddress() + ":" + line.port())) {
            Run run = cluster.dags().run("silent", Map.of("folder", folder.toString()));
            Marks marks = new Marks(folder);
            marks.awaitLiving(BODIES, life -> true);
            story.tell(cable, run, marks);
        }
    }

    private static void assertRight(Run run) {
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("sum").asInt()).isEqualTo(BODIES * (BODIES - 1) / 2);
        assertThat(run.elementsWith("live", "exception")).isEmpty();
    }

    @Test
    void what_ends_in_a_silence_shorter_than_the_lease_is_told_after_it_and_runs_once() throws IOException {
        behindACable((cable, run, marks) -> {
            long begun = System.nanoTime();
            cable.pullTheCable();
            marks.open("gate");
            Await.until("the silence to be over", () -> System.nanoTime() - begun > SHORT.toNanos());
            cable.plugItIn();

            assertRight(run);
            assertThat(marks.lives())
                    .hasSize(BODIES)
                    .allSatisfy((key, lives) -> assertThat(lives).hasSize(1));
        });
    }

    @Test
    void bodies_in_a_silence_longer_than_the_lease_stop_before_others_begin_and_the_worker_comes_back()
            throws IOException {
        behindACable((cable, run, marks) -> {
            try (var _ = CLUSTER.get().startWorker("near", BODIES)) {
                cable.pullTheCable();
                var _ = Await.until(
                        "all bodies to live again on the other worker",
                        LEASE.multipliedBy(4),
                        () -> marks.lives().values(),
                        all -> all.size() == BODIES && all.stream().allMatch(lives -> lives.size() == 2));
                marks.open("gate");

                assertRight(run);
                assertThat(marks.overlaps()).isEmpty();
                assertThat(marks.lives().values()).allSatisfy(lives -> {
                    assertThat(lives).hasSize(2);
                    assertThat(lives.getFirst().ended()).isFalse();
                });
            }
            cable.plugItIn();
            Run next = CLUSTER.get().dags().run("silent", Map.of("folder", folder.toString()));
            assertRight(next);
            assertThat(next.workers()).containsExactly("far");
        });
    }
}
