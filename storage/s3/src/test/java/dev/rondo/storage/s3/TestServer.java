package dev.rondo.storage.s3;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.amazon.AmazonAccess;
import dev.rondo.storage.amazon.AmazonAccess.Identity;
import dev.rondo.storage.amazon.AmazonBucket;
import dev.rondo.storage.s3.testing.S3Server;
import dev.rondo.storage.server.testing.FaultyProxy;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** A server with a proxy before it. */
final class TestServer implements AutoCloseable {

    private final S3Server server = new S3Server();
    private final FaultyProxy proxy = new FaultyProxy(server.uri());

    TestServer() throws IOException {}

    S3Server server() {
        return server;
    }

    FaultyProxy proxy() {
        return proxy;
    }

    /** An empty bucket, reached without the proxy. */
    AmazonBucket direct() throws BucketException {
        return open(newBucket(), access(server.uri()));
    }

    /** An empty bucket, reached through the proxy. */
    AmazonBucket throughProxy() throws BucketException {
        return open(newBucket(), access(proxy.uri()));
    }

    /** A bucket that need not be there, through the proxy. */
    AmazonBucket named(String name) throws BucketException {
        return open(name, access(proxy.uri()));
    }

    /** Access by the key that may do everything. */
    static AmazonAccess access(URI server) {
        return access(server, new Identity.Key(S3Server.KEY, "secret", Optional.empty()));
    }

    static AmazonAccess access(URI server, Identity identity) {
        return new AmazonAccess(identity, Optional.empty(), Optional.of(server.toString()), Optional.empty());
    }

    String newBucket() {
        String name = "b" + UUID.randomUUID();
        server.makeBucket(name);
        return name;
    }

    static AmazonBucket open(String name, AmazonAccess access) throws BucketException {
        return new S3Provider().open(name, access);
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
