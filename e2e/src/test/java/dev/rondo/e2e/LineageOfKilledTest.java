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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a server of lineage hears of a run whose schedulers are killed while they tell it. */
class LineageOfKilledTest {

    private static final String FIRST = "scheduler";
    private static final String SECOND = "second";

    private static final TestCollector COLLECTOR = new TestCollector();

    // The shortest claim that may be set: each kill has one waited for.
    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(
            Map.of("RONDO_OPENLINEAGE_URL", COLLECTOR.url(), "RONDO_TELEMETRY_CLAIM_SECONDS", "15"), cluster -> {
                var _ = cluster.startScheduler(SECOND);
                var _ = cluster.startWorker("one", 2);
                cluster.process(SECOND).kill9(); // the worker knows it, and it is not there yet
            });

    @TempDir
    Path marks;

    @BeforeAll
    static void drop() {
        CLUSTER.get()
                .home("server")
                .drop(
                        "told.jar",
                        DagJar.of(Distribution.built())
                                .dag("Told", """
                public final class Told implements DagDefinition {
                """ + Marks.SOURCE + """
                    record Params(String folder) {}

                    public Dag define() {
                        Dag dag = Dag.create("told");
                        dag.params(new Params("/nowhere"));
                        dag.task("live").run(ctx -> liveUntil(ctx.params(Params.class).folder(), "live", "go"))
                                .outlets(Asset.of("gs://shop/orders"));
                        return dag;
                    }
                }
                """)
                                .bytes());
    }

    @AfterAll
    static void stop() {
        COLLECTOR.close();
    }

    /** Kills a scheduler that has events in its hands which nobody has taken from it. */
    private static void killWhileItTells(String scheduler) {
        Await.until(scheduler + " tells of something", () -> COLLECTOR.hanging() > 0);
        CLUSTER.get().process(scheduler).kill9();
    }

    @Test
    void what_a_killed_scheduler_had_to_tell_is_told_by_another_and_by_itself_when_it_is_back() {
        Cluster cluster = CLUSTER.get();
        COLLECTOR.holdEvents();
        Run run = cluster.dags().run("told", Map.of("folder", marks.toString()));
        new Marks(marks).awaitLiving(1, life -> true);
        killWhileItTells(FIRST);

        var _ = cluster.startScheduler(SECOND);
        COLLECTOR.takeEvents();
        Await.until(
                "the other one tells that it began",
                () -> COLLECTOR.jobs("START").equals(List.of("told", "told.live")));
        COLLECTOR.holdEvents();
        new Marks(marks).open("go");
        assertThat(run.awaitEnd()).isEqualTo("success");
        killWhileItTells(SECOND);
        assertThat(COLLECTOR.jobs("COMPLETE")).isEmpty();

        COLLECTOR.takeEvents();
        var _ = cluster.startScheduler(SECOND);
        Await.until(
                "it tells how it ended when it is back",
                () -> COLLECTOR.jobs("COMPLETE").equals(List.of("told", "told.live")));
        assertThat(COLLECTOR.told("COMPLETE", "/run/runId"))
                .as("ends are told of what began")
                .isEqualTo(COLLECTOR.told("START", "/run/runId"));
        assertThat(COLLECTOR.told("COMPLETE", "/outputs/0/name")).contains("orders");
    }
}
