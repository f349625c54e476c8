package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The only scheduler sleeps for longer than the lease of its worker, which is there before it has looked at leases. */
class SilentSchedulerTest {

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final List<String> TASKS = List.of("ends", "lives");

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(Map.of("RONDO_WORKER_LEASE_SECONDS", Long.toString(LEASE.toSeconds())), cluster -> {
                var _ = cluster.startWorker("one", TASKS.size());
            });

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
                        for (String task : List.of("ends", "lives")) {
                            dag.task(task).run(ctx -> liveUntil(ctx.params(Params.class).folder(), task, task + "-gate"));
                        }
                        return dag;
                    }
                }
                """)
                                .bytes());
    }

    @Test
    void each_body_runs_once_more_than_it_was_lost() {
        Cluster cluster = CLUSTER.get();
        Run run = cluster.dags().run("silent", Map.of("folder", folder.toString()));
        Marks marks = new Marks(folder);
        marks.awaitLiving(TASKS.size(), life -> true);

        cluster.process("scheduler").sigstop();
        marks.open("ends-gate");
        Await.until("the bodies to stop with their lease", LEASE.multipliedBy(3), marks::living, List::isEmpty);
        cluster.process("scheduler").sigcont();
        marks.open("lives-gate");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(marks.overlaps()).isEmpty();
        for (String task : TASKS) {
            assertThat(run.task(task).tryNumber()).as(task).isEqualTo(1);
            assertThat(marks.lives().get(task))
                    .as(task)
                    .hasSize(1 + run.lostExecutions(task, 1).size());
        }
        assertThat(run.lostExecutions("lives", 1)).hasSize(1).first().asString().startsWith("lost:");
    }
}
