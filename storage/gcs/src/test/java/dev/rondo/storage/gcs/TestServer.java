package dev.rondo.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.server.BucketServer;
import dev.rondo.storage.server.testing.FaultyProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/** A server with a proxy before it. */
final class TestServer implements AutoCloseable {

    private final BucketServer server;
    private final FaultyProxy proxy;

    TestServer(Path folder) throws IOException {
        this(folder, InstantSource.system());
    }

    /** One whose clock says something else. */
    TestServer(Path folder, InstantSource clock) throws IOException {
        server = BucketServer.start(folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), clock);
        proxy = new FaultyProxy(server.uri());
    }

    FaultyProxy proxy() {
        return proxy;
    }

    /** An empty bucket, reached without the proxy. */
    Bucket direct() throws IOException {
        return open(newBucket(), server.uri());
    }

    /** An empty bucket, reached through the proxy. */
    Bucket throughProxy() throws IOException {
        return open(newBucket(), proxy.uri());
    }

    /** A bucket that need not be there, through the proxy. */
    Bucket named(String name) throws IOException {
        return open(name, proxy.uri());
    }

    /** Writes an object as somebody else does: with another content type, into a bucket that is made for it. */
    void upload(String bucket, String name, String contentType, byte[] content) throws IOException {
        server.ensureBucket(bucket);
        HttpRequest request = HttpRequest.newBuilder(
                        server.uri().resolve("/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name=" + name))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            assertThat(status).isEqualTo(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String newBucket() throws IOException {
        String name = "b" + UUID.randomUUID();
        server.ensureBucket(name);
        return name;
    }

    private static Bucket open(String name, URI uri) throws IOException {
        return new GcsProvider().open(name, BucketAccess.anonymous(uri.toString()));
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
