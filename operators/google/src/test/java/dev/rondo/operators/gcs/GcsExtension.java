package dev.rondo.operators.gcs;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.Operator;
import dev.rondo.sdk.fake.FakeContext;
import dev.rondo.sdk.internal.BodyListener;
import dev.rondo.sdk.internal.BodyResult;
import dev.rondo.sdk.internal.OperatorRun;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.Buckets.Listed;
import dev.rondo.storage.BucketsProvider;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.GoogleAccess;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with an empty bucket, the default connection to it, and a try that runs operators. */
final class GcsExtension implements BeforeEachCallback, AfterEachCallback {

    private final FakeContext context = new FakeContext();
    private Path folder = Path.of("");
    private @Nullable BucketServer server;
    private @Nullable Buckets buckets;
    private String bucket = "";

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        folder = Files.createTempDirectory("buckets");
        server = BucketServer.start(
                folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system());
        String endpoint = server().uri().toString();
        connectTo(endpoint);
        buckets = ClientJars.ofThisProcess(ClientJars.Cloud.GOOGLE)
                .open(
                        BucketsProvider.class,
                        Buckets.class,
                        provider -> provider.open(GoogleAccess.of(BucketAccess.anonymous(endpoint))));
        bucket = newBucket();
    }

    /** Makes this the server that operators ask by default. */
    void connectTo(String endpoint) {
        connection("google_cloud_default", "{\"endpoint\": \"" + endpoint + "\"}");
    }

    void connection(String id, String extra) {
        FakeContext ignored =
                context.connection(new Connection(id, "google_cloud_platform", null, null, null, null, null, extra));
    }

    String newBucket() throws IOException {
        String name = "b" + UUID.randomUUID();
        server().ensureBucket(name);
        return name;
    }

    BucketServer server() {
        return Objects.requireNonNull(server, "it is started before each test");
    }

    FakeContext context() {
        return context;
    }

    String bucket() {
        return bucket;
    }

    Buckets buckets() {
        return Objects.requireNonNull(buckets, "they are opened before each test");
    }

    BucketObject put(String name, String text) throws IOException {
        return put(bucket, name, text);
    }

    BucketObject put(String in, String name, String text) throws IOException {
        long generation =
                buckets().bucket(in).find(name).map(BucketObject::generation).orElse(0L);
        return buckets().bucket(in).write(name, text.getBytes(StandardCharsets.UTF_8), generation);
    }

    List<String> names(String in) throws IOException {
        return buckets().list(in, Listed.all("")).stream()
                .map(BucketObject::name)
                .toList();
    }

    String text(String in, String name) throws IOException {
        BucketObject object = buckets().bucket(in).find(name).orElseThrow();
        try (InputStream bytes = buckets().bucket(in).read(object)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What one execution of the operator comes to. */
    BodyResult run(Operator<?> operator) throws Exception {
        return OperatorRun.run(operator, context, BodyListener.NONE);
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        buckets().close();
        server().close();
        try (var files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
