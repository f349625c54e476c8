package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Line;
import dev.rondo.e2e.harness.Marks;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A scheduler that hears its worker in time and whose answers come late, as when its database is away for a while. */
class LateAnswersTest {

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(Map.of("RONDO_WORKER_LEASE_SECONDS", "20"), cluster -> {});

    @TempDir
    Path folder;

    @Test
    void what_a_worker_stops_at_the_end_of_its_lease_runs_again_though_the_scheduler_renewed_it() throws IOException {
        Cluster cluster = CLUSTER.get();
        Marks marks = new Marks(folder);
        try (Line answers = Line.of(cluster.portOf("scheduler"))) {
            cluster.alias("late", answers.port());
            RondoProcess worker = cluster.startWorker("worker", 1, List.of("late"));
            cluster.home("server").drop("late.jar", jar());
            Run run = cluster.dags().run("late", Map.of("folder", folder.toString()));
            marks.awaitLiving(1, life -> true);

            answers.hold();
            worker.awaitOutput("the lease is over");
            answers.release();
            Await.until(
                    "the body to run again",
                    () -> marks.lives().getOrDefault("n", List.of()).size() == 2);
            marks.open("gate");

            assertThat(run.awaitEnd()).isEqualTo("success");
            assertThat(marks.overlaps()).isEmpty();
            assertThat(run.task("live").tryNumber()).isEqualTo(1);
            assertThat(run.lostExecutions("live", 1)).hasSize(1);
        }
    }

    private static byte[] jar() {
        return DagJar.of(Distribution.built())
                .dag("Late", """
                public final class Late implements DagDefinition {
                """ + Marks.SOURCE + """
                    record Params(String folder) {}

                    public Dag define() {
                        Dag dag = Dag.create("late");
                        dag.params(new Params("/nowhere"));
                        dag.task("live").run(ctx -> liveUntil(ctx.params(Params.class).folder(), "n", "gate"));
                        return dag;
                    }
                }
                """)
                .bytes();
    }
}
