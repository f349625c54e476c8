package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.server.Rest;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketProvider;
import dev.rondo.storage.ClientJars;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The bucket {@value #NAME} on this machine, for scenarios whose tasks work with one. */
final class BenchBucket {

    static final String NAME = "bench";

    private BenchBucket() {}

    /** Serves it, empty. */
    static BucketServer start(Bench bench) throws IOException {
        BucketServer bucket = BucketServer.start(
                bench.newFolder("buckets"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                bench.surroundings().clock());
        bucket.ensureBucket(NAME);
        return bucket;
    }

    /** Google's client, from the folder that the distribution has it in. */
    static ClientJars clientJars(Bench bench) throws IOException {
        return new ClientJars(
                ClientJars.Cloud.GOOGLE, ClientJars.in(bench.distribution().resolve("google")));
    }

    /** The bucket as that client sees it. */
    static Bucket open(ClientJars jars, BucketServer bucket) throws IOException {
        return jars.open(
                BucketProvider.class,
                Bucket.class,
                provider ->
                        provider.open(NAME, BucketAccess.anonymous(bucket.uri().toString())));
    }

    /** Has tasks that name no other connection go there. */
    static void connect(Rest rest, BucketServer bucket) {
        JsonObject ignored = rest.send(
                "POST",
                "/api/v2/connections",
                JsonObject.builder()
                        .put("connection_id", "google_cloud_default")
                        .put("conn_type", "google_cloud_platform")
                        .put("extra", "{\"endpoint\": \"" + bucket.uri() + "\"}")
                        .build());
    }
}
