package dev.rondo.storage.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rondo's own server. */
class BucketServerTest extends JsonApiContract {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static BucketServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = start(folder, 0);
    }

    private static BucketServer start(Path folder, int port) throws IOException {
        return BucketServer.start(
                folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), InstantSource.system());
    }

    @AfterAll
    static void stop() {
        server.close();
        HTTP.close();
    }

    @Override
    URI server() {
        return server.uri();
    }

    @Override
    Set<Difference> differences() {
        return Set.of();
    }

    private static HttpResponse<String> send(URI uri, String method, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void objects_are_there_after_a_restart_and_what_was_half_written_is_not(@TempDir Path home) throws Exception {
        try (BucketServer first = start(home, 0)) {
            first.ensureBucket("kept");
            send(first.uri().resolve("/upload/storage/v1/b/kept/o?uploadType=media&name=a"), "POST", "old");
            send(first.uri().resolve("/upload/storage/v1/b/kept/o?uploadType=media&name=a"), "POST", "new");
        }
        Path object;
        try (Stream<Path> files = Files.walk(home)) {
            object = files.filter(f -> f.toString().endsWith(".json") && !f.endsWith("bucket.json"))
                    .findFirst()
                    .orElseThrow();
        }
        Path half = Files.writeString(object.resolveSibling("1.data"), "half");

        try (BucketServer second = start(home, 0)) {
            second.ensureBucket("kept");
            HttpResponse<String> read = send(second.uri().resolve("/storage/v1/b/kept/o/a?alt=media"), "GET", "");

            assertThat(read.body()).isEqualTo("new");
            assertThat(half).doesNotExist();
        }
    }

    @Test
    void a_bucket_that_was_there_keeps_its_objects_and_its_name_is_refused_to_others() throws Exception {
        server.ensureBucket("twice");

        server.ensureBucket("twice");

        HttpResponse<String> refused =
                send(server.uri().resolve("/storage/v1/b?project=p"), "POST", "{\"name\": \"twice\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("\"reason\":\"conflict\"");
    }

    @Test
    void names_that_google_refuses_are_refused_and_lead_to_no_other_folder() throws Exception {
        server.ensureBucket("names");
        URI upload = server.uri().resolve("/upload/storage/v1/b/names/o?uploadType=media&name=");

        for (String name : new String[] {"", ".", "..", "a%0Ab", "a".repeat(1025)}) {
            assertThat(send(URI.create(upload + name), "POST", "x").statusCode())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(send(URI.create(upload + "..%2F..%2Fb"), "POST", "x").statusCode())
                .isEqualTo(200);
        assertThat(send(server.uri().resolve("/storage/v1/b/names/o/..%2F..%2Fb?alt=media"), "GET", "")
                        .body()
                        .getBytes(UTF_8))
                .isEqualTo("x".getBytes(UTF_8));
        assertThat(send(server.uri().resolve("/storage/v1/b?project=p"), "POST", "{\"name\": \"A_\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void what_nobody_knows_is_not_found_and_what_is_no_json_is_refused() throws Exception {
        assertThat(send(server.uri().resolve("/nothing"), "GET", "").statusCode())
                .isEqualTo(404);
        assertThat(send(server.uri().resolve("/storage/v1/b?project=p"), "POST", "{")
                        .statusCode())
                .isEqualTo(400);
    }
}
