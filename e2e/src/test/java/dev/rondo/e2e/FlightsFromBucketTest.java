package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Cluster;
import dev.rondo.e2e.harness.ClusterExtension;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.TestBucket;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of continuous training from a bucket alone: its jar is dropped into {@code dags/}, each day's files
 * arrive in {@code data/}, and so do models and reports; jars, logs and large values are there too. Scheduler, DAG
 * processor, webserver and both workers have no folder in common.
 */
class FlightsFromBucketTest {

    private static final Duration LIMIT = Duration.ofMinutes(9);

    // With the eighth day a week lies behind it: the first of which a model is trained.
    private static final int DAYS = 8;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(FlightsFromBucketTest::made, cluster -> {
        var _ = cluster.startWorker("one", 2);
        var _ = cluster.startWorker("two", 2);
    });

    private static @Nullable BucketServer server;

    private static Cluster made() {
        try {
            BucketServer started = BucketServer.start(
                    folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system());
            server = started;
            started.ensureBucket("flights");
            return Cluster.withoutFolders(
                    Map.of(
                            "RONDO_STORAGE",
                            "gs://flights/rondo",
                            "RONDO_DATA",
                            "gs://flights/data",
                            "RONDO_GCS_ENDPOINT",
                            started.uri().toString()),
                    "gs://flights/dags");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestBucket bucket() {
        return new TestBucket(Objects.requireNonNull(server).uri(), "flights");
    }

    private static byte[] examples() throws IOException {
        try (Stream<Path> files = Files.list(Distribution.built().folder().resolve("examples"))) {
            return Files.readAllBytes(files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static List<JsonNode> days(String dagId) {
        return CLUSTER.get()
                .api()
                .get("/dags/" + dagId + "/dagRuns?limit=" + DAYS + "&order_by=logical_date")
                .path("dag_runs")
                .valueStream()
                .toList();
    }

    private static boolean areOver(List<JsonNode> days) {
        return days.size() == DAYS
                && days.stream()
                        .allMatch(run -> Set.of("success", "failed")
                                .contains(run.path("state").asText()));
    }

    /** Who has carried out tasks. */
    private static Set<String> workers() {
        Set<String> workers = new TreeSet<>();
        CLUSTER.get()
                .api()
                .get("/dags/flight_data_delivery/dagRuns/~/taskInstances?state=success&limit=100")
                .path("task_instances")
                .forEach(instance -> workers.add(instance.path("hostname").asText()));
        return workers;
    }

    @Test
    void the_example_learns_from_its_jar_in_the_bucket_with_no_folder_in_common() throws IOException {
        bucket().put("dags/examples.jar", examples());

        // An empty bucket is an import error for as long as it is: that is no news here.
        Await.until("the DAGs to be there", () -> CLUSTER.get().dags().isThere("flight_delay_training"));
        CLUSTER.get().dags().unpause("flight_data_delivery");
        CLUSTER.get().dags().unpause("flight_delay_training");
        List<JsonNode> days = Await.until(
                "a week of flights and a day to be worked through",
                LIMIT,
                () -> days("flight_delay_training"),
                FlightsFromBucketTest::areOver);

        assertThat(days).extracting(run -> run.path("state").asText()).containsOnly("success");
        List<Run> runs = CLUSTER.get().dags().runs("flight_delay_training");
        assertThat(runs.getFirst().awaitLog("report", 1, "2013-01-01")).contains("2013-01-01");
        assertThat(bucket().list("rondo/store/")).isNotEmpty();
        assertThat(bucket().list("rondo/logs/dag_id=flight_delay_training/"))
                .isNotEmpty()
                .allMatch(name -> name.endsWith(".log"));
        var _ = Await.until(
                "both workers to have worked", LIMIT, FlightsFromBucketTest::workers, all -> all.size() == 2);
        String files = "data/flights/";
        assertThat(bucket().list(files + "landing/")).contains(files + "landing/flights-2013-01-01.csv");
        assertThat(bucket().list(files + "candidates/2013-01-08/"))
                .contains(files + "candidates/2013-01-08/model.tribuo");
        assertThat(bucket().list(files + "models/"))
                .contains(files + "models/current", files + "models/v000001/model.tribuo");
        assertThat(bucket().list(files + "reports/")).contains(files + "reports/season.md");
        for (String process : List.of("server", "scheduler", "dag-processor", "one", "two")) {
            Path home = CLUSTER.get().home(process).folder();
            assertThat(home.resolve("store")).as(process).doesNotExist();
            assertThat(home.resolve("logs")).as(process).doesNotExist();
            assertThat(home.resolve("data")).as(process).doesNotExist();
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }
}
