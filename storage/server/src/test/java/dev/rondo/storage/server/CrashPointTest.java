package dev.rondo.storage.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.crash.LeftOnDisk;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashPointTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String UPLOAD = "/upload/storage/v1/b/kept/o?uploadType=media&name=a";
    private static final String OBJECT = "/storage/v1/b/kept/o/a";
    private static final String BUCKET = "/storage/v1/b/kept";

    @AfterAll
    static void close() {
        HTTP.close();
    }

    @ParameterizedTest
    @EnumSource
    void what_a_killed_server_leaves_is_whole_and_the_next_one_goes_on_with_it(CrashPoint point, @TempDir Path home)
            throws Exception {
        LeftOnDisk<CrashPoint> killed =
                new LeftOnDisk<>(point, Files.createDirectory(home.resolve("killed")), home.resolve("left"));
        try (BucketServer first = start(home.resolve("killed"), killed::at)) {
            first.ensureBucket("kept");
            send(first, UPLOAD, "POST", "old");
            send(first, UPLOAD, "POST", "new");
            send(first, OBJECT, "DELETE", "");
            send(first, BUCKET, "DELETE", "");
        }

        try (BucketServer next = start(killed.folder(), CrashPoint.Injector.NONE)) {
            HttpResponse<String> found = send(next, OBJECT + "?alt=media", "GET", "");
            switch (point) {
                case TEXT_WRITTEN, UPLOADED, DATA_NAMED, BUCKET_GOING ->
                    assertThat(found.statusCode()).isEqualTo(404);
                case GENERATION_KEPT, TEXT_DELETED -> assertThat(found.body()).isEqualTo("new");
            }
            next.ensureBucket("kept");
            send(next, UPLOAD, "POST", "last");
        }

        try (BucketServer last = start(killed.folder(), CrashPoint.Injector.NONE)) {
            assertThat(send(last, OBJECT + "?alt=media", "GET", "").body()).isEqualTo("last");
        }
        try (Stream<Path> files = Files.walk(killed.folder())) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("the bucket, the object and its bytes, and nothing else")
                    .hasSize(3);
        }
    }

    private static BucketServer start(Path folder, CrashPoint.Injector crashes) throws IOException {
        return BucketServer.start(
                folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system(), crashes);
    }

    private static HttpResponse<String> send(BucketServer server, String path, String method, String body)
            throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(server.uri() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
