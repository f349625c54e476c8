package dev.rondo.storage.gcs;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.server.BucketServer;
import dev.rondo.storage.server.testing.FaultyProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/** A server with a proxy before it. */
final class TestServer implements AutoCloseable {

    private final BucketServer server;
    private final FaultyProxy proxy;

    TestServer(Path folder) throws IOException {
        server = BucketServer.start(
                folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system());
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
