package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.TestBucket;
import dev.rondo.e2e.jar.DagJar;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Operators for Google's cloud in task hosts as users have them, and Google's classes, which are nowhere else. */
class GoogleOperatorsTest {

    // Written by the JVM itself: what it loaded, and from where.
    private static final String LOADED = "-Xlog:class+load:file=%s";

    // Another version than ours: it lacks everything that ours has.
    private static final String OTHER_CLIENT = """
            package com.google.cloud.storage;

            public final class Storage {
                public static String version() {
                    return "mine";
                }
            }
            """;

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @TempDir
    static Path folder;

    private static BucketServer server;
    private static TestBucket bucket;

    @BeforeAll
    static void serve() throws IOException {
        server = BucketServer.start(
                folder.resolve("buckets"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InstantSource.system());
        server.ensureBucket("census");
        bucket = new TestBucket(server.uri(), "census");
        var ignored = RONDO.api()
                .post(
                        "/connections",
                        Map.of(
                                "connection_id",
                                "google_cloud_default",
                                "conn_type",
                                "google_cloud_platform",
                                "extra",
                                "{\"endpoint\": \"" + server.uri() + "\"}"));
        RONDO.home().drop("census.jar", jar());
        RONDO.dags().awaitThere("census_training");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Path loaded(String who) {
        return folder.resolve(who + ".classes");
    }

    private static byte[] jar() {
        return DagJar.of(Distribution.built())
                .source("com.google.cloud.storage.Storage", OTHER_CLIENT)
                .dag("Census", """
                        public final class Census implements DagFamily {
                            public List<Dag> define() {
                                Dag dag = Dag.create("census_training");
                                var arrived = dag.task("wait_for_export")
                                        .use(dev.rondo.operators.gcs.GcsObjectSensor
                                                .of("gs://census/{{ dag.dag_id }}/export.csv").pokeInterval(Duration.ofSeconds(1)))
                                        .jvmOptions("%s");
                                var names = dag.task("list")
                                        .use(dev.rondo.operators.gcs.GcsListObjectsOperator.of("census", "{{ dag.dag_id }}/"));
                                dag.task("count", names).call(all -> all.size());
                                arrived.then(names);

                                Dag both = Dag.create("both_clients");
                                var uri = both.task("own").call(() -> {
                                    System.out.println("own client " + com.google.cloud.storage.Storage.version());
                                    return "gs://census/both/a";
                                });
                                both.task("ours", uri).use(u -> {
                                    System.out.println("own client again " + com.google.cloud.storage.Storage.version());
                                    return dev.rondo.operators.gcs.GcsObjectSensor.of(u);
                                });

                                Dag without = Dag.create("without_google");
                                without.task("code").run(() -> System.out.println("no cloud")).jvmOptions("%s");
                                without.task("bash")
                                        .use(dev.rondo.operators.standard.BashOperator.of("true")).jvmOptions("%s");
                                return List.of(dag, both, without);
                            }
                        }
                        """.formatted(
                                LOADED.formatted(loaded("sensor")),
                                LOADED.formatted(loaded("code")),
                                LOADED.formatted(loaded("bash"))))
                .bytes();
    }

    @Test
    void a_dag_waits_for_an_object_and_lists_what_came() throws IOException {
        Run run = RONDO.dags().run("census_training");
        run.awaitTask("wait_for_export", "up_for_reschedule");

        bucket.put("census_training/export.csv", "1,2".getBytes(UTF_8));

        assertThat(run.awaitEnd()).as("%s", run.states()).isEqualTo("success");
        assertThat(run.result("wait_for_export").asText()).isEqualTo("gs://census/census_training/export.csv");
        assertThat(run.result("count").asInt()).isEqualTo(1);
        assertThat(run.renderedFields("wait_for_export").path("object").asText())
                .isEqualTo("census_training/export.csv");
        assertThat(Files.readString(loaded("sensor"))).contains("com.google.cloud.storage.Storage ", "/google/");
    }

    @Test
    void a_client_of_another_version_in_a_jar_works_beside_ours() {
        bucket.put("both/a", new byte[0]);

        Run run = RONDO.dags().run("both_clients");

        assertThat(run.awaitEnd()).as("%s", run.states()).isEqualTo("success");
        assertThat(run.log("own", 1)).contains("own client mine");
        assertThat(run.log("ours", 1)).contains("own client again mine");
        assertThat(run.result("ours").asText()).isEqualTo("gs://census/both/a");
    }

    @Test
    void hosts_that_do_something_else_load_nothing_of_googles() throws IOException {
        Run run = RONDO.dags().run("without_google");

        assertThat(run.awaitEnd()).as("%s", run.states()).isEqualTo("success");
        assertThat(Files.readString(loaded("code")))
                .contains("dev.rondo.runtime.host.TaskHost ")
                .doesNotContain("com.google.");
        assertThat(Files.readString(loaded("bash")))
                .contains("dev.rondo.operators.standard.BashOperator ")
                .doesNotContain("com.google.");
    }
}
