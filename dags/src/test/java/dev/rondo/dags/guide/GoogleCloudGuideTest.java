package dev.rondo.dags.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.BucketProvider;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.server.BucketServer;
import dev.rondo.testkit.RondoTest;
import dev.rondo.testkit.TestRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The DAG of the chapter on Google's cloud, by Google's client, against a server of the test. */
class GoogleCloudGuideTest {

    @TempDir
    private Path folder;

    private BucketServer server;

    @BeforeEach
    void serve() throws IOException {
        server = BucketServer.start(
                folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system());
        server.ensureBucket("exports");
        server.ensureBucket("archive");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Bucket bucket(String name) throws IOException {
        BucketAccess access = BucketAccess.anonymous(server.uri().toString());
        return ClientJars.ofThisProcess(ClientJars.Cloud.GOOGLE)
                .open(BucketProvider.class, Bucket.class, provider -> provider.open(name, access));
    }

    @Test
    void an_export_is_waited_for_fetched_counted_and_archived() throws IOException {
        try (Bucket exports = bucket("exports");
                Bucket archive = bucket("archive")) {
            BucketObject ignored = exports.write("2026-03-10/orders.csv", "id,price\n1,2\n2,3\n".getBytes(UTF_8), 0);

            TestRun run = RondoTest.of(new Exports())
                    .date("2026-03-10")
                    .connection(
                            "google_cloud_default",
                            "google-cloud-platform://?endpoint="
                                    + URLEncoder.encode(server.uri().toString(), UTF_8))
                    .run()
                    .requireSuccess();

            assertThat(run.result("wait_for_export", String.class)).isEqualTo("gs://exports/2026-03-10/orders.csv");
            assertThat(run.result("count", Integer.class)).isEqualTo(2);
            assertThat(exports.list("")).isEmpty();
            assertThat(archive.list("")).extracting(BucketObject::name).containsExactly("2026-03-10/orders.csv");
        }
    }
}
