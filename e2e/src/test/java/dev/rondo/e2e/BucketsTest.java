package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.TestBucket;
import dev.rondo.e2e.jar.DagJar;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A DAG from a bucket alone: dropped, run, replaced, and gone by accident; its jar and its logs are there too. */
class BucketsTest {

    private static final Pattern BUCKET = Pattern.compile("gs://rondo at (http://[0-9.:]+)");

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(
                    Map.of(),
                    "--bucket",
                    "--bucket-port",
                    "0",
                    "--dags",
                    "gs://rondo-not-there/dags",
                    "--storage",
                    "gs://rondo/kept")
            .with(Map.of("RONDO_GCS_ENDPOINT", "http://127.0.0.1:9"));

    private static byte[] says(String word) {
        return DagJar.of(Distribution.built())
                .dag("FromBucket", """
                public final class FromBucket implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("from_bucket").description("%s");
                        dag.task("say").call(ctx -> {
                            ctx.log().log(System.Logger.Level.INFO, "said into the bucket");
                            return "%s";
                        });
                        return dag;
                    }
                }
                """.formatted(word, word))
                .bytes();
    }

    private static TestBucket bucket() {
        RONDO.process().awaitOutput("gs://rondo at ");
        Matcher bucket = BUCKET.matcher(RONDO.process().output());
        assertThat(bucket.find()).as("the address of the bucket").isTrue();
        return new TestBucket(URI.create(bucket.group(1)), "rondo");
    }

    private static void put(byte[] jar) {
        bucket().put("dags/team/from.jar", jar);
    }

    private static List<String> codes(String place) {
        return RONDO.api()
                .get("/importErrors")
                .path("import_errors")
                .valueStream()
                .filter(error -> error.path("filename").asText().equals(place))
                .map(error -> error.path("code").asText())
                .toList();
    }

    private static JsonNode dag() {
        return RONDO.api().get("/dags/from_bucket");
    }

    @Test
    void a_jar_in_a_bucket_is_a_dag_that_runs_and_stays_in_force_when_the_bucket_is_emptied() {
        Await.until("the empty bucket is told", () -> codes("gs://rondo/dags").equals(List.of("BUCKET_EMPTY")));
        put(says("one"));

        RONDO.process().awaitOutput("new DAG from_bucket (paused)");
        RONDO.api().patch("/dags/from_bucket", Map.of("is_paused", false));
        Run run = RONDO.dags().trigger("from_bucket", Map.of());
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("say").asText()).isEqualTo("one");
        assertThat(run.awaitLog("say", 1, "said into the bucket")).contains("said into the bucket");
        assertThat(bucket().list("kept/logs/dag_id=from_bucket")).isNotEmpty().allMatch(name -> name.endsWith(".log"));
        assertThat(bucket().list("kept/store/")).isNotEmpty();
        assertThat(RONDO.home().folder().resolve("logs")).doesNotExist();
        assertThat(RONDO.home().folder().resolve("store")).doesNotExist();
        Await.until(
                "nothing is wrong with the bucket",
                () -> codes("gs://rondo/dags").isEmpty());

        put(says("two"));
        Await.until("the new version", () -> dag().path("description").asText().equals("two"));

        bucket().delete("dags/team/from.jar");
        Await.until("the emptied bucket is told", () -> codes("gs://rondo/dags").equals(List.of("BUCKET_EMPTY")));
        assertThat(dag().path("is_stale").asBoolean()).isFalse();
    }

    @Test
    void a_file_is_deployed_into_the_bucket_and_in_force_when_the_command_ends() throws IOException {
        Path file = Files.writeString(RONDO.home().folder().resolve("Deployed.java"), """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;

                public final class Deployed implements DagDefinition {
                    @Override
                    public Dag define() {
                        Dag dag = Dag.create("deployed");
                        dag.task("say").call(() -> "deployed");
                        return dag;
                    }
                }
                """);

        RondoProcess deploy = RondoProcess.start(
                "deploy",
                Distribution.built(),
                RONDO.home(),
                Map.of("RONDO_GCS_ENDPOINT", bucket().server().toString()),
                List.of("dags", "deploy", file.toString(), "--to", "gs://rondo/dags", "--yes"));

        assertThat(deploy.awaitExit()).as(deploy.output()).isZero();
        assertThat(deploy.output())
                .contains("DAG added, with 1 tasks", "Deployed.java is on gs://rondo/dags")
                .containsPattern("in force: deployed \\(seen [0-9:]{8}, active [0-9:]{8} UTC\\)");
        JsonNode details = RONDO.api().get("/dags/deployed/details");
        assertThat(Instant.parse(details.path("active_at").asText()))
                .isAfter(Instant.parse(details.path("seen_at").asText()));
        bucket().delete("dags/Deployed.java"); // others want it empty
    }

    @Test
    void what_nothing_refers_to_for_a_day_is_told_and_cleared_from_a_bucket(@TempDir Path folder) throws IOException {
        AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (BucketServer server = BucketServer.start(folder, anywhere, clock::get)) {
            server.ensureBucket("old");
            TestBucket old = new TestBucket(server.uri(), "old");
            String forgotten = "kept/store/00/" + "0".repeat(64);
            String fresh = "kept/store/01/01" + "0".repeat(62);
            old.put(forgotten, new byte[5000]);
            clock.set(Instant.parse("2026-01-02T00:00:01Z"));
            old.put(fresh, new byte[5000]);

            assertThat(clean(server, "--dry-run")).contains("1 files (5 KiB) of the storage that nothing refers to");
            assertThat(old.list("kept/store/0")).containsExactly(forgotten, fresh);
            assertThat(clean(server, "--yes")).contains("1 files (5 KiB) of the storage deleted");
            assertThat(old.list("kept/store/0")).containsExactly(fresh);
        }
    }

    private static String clean(BucketServer server, String last) {
        RondoProcess clean = RondoProcess.start(
                "clean",
                Distribution.built(),
                RONDO.home(),
                Map.of("RONDO_GCS_ENDPOINT", server.uri().toString()),
                List.of("db", "clean", "--storage", "gs://old/kept", "--clean-before-timestamp", "2020-01-01", last));
        assertThat(clean.awaitExit()).as(clean.output()).isZero();
        return clean.output();
    }

    @Test
    void a_bucket_that_does_not_answer_is_told_and_holds_nothing_up() {
        Await.until(
                "the bucket that does not answer is told",
                () -> codes("gs://rondo-not-there/dags").equals(List.of("BUCKET_UNREACHABLE")));

        assertThat(RONDO.process().output()).contains("cannot load gs://rondo-not-there/dags");
    }
}
