package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.storage.BucketAccess;
import dev.rondo.storage.BucketUri;
import dev.rondo.storage.server.BucketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;

/** The bucket {@code gs://rondo} that standalone serves itself, on this machine alone. */
final class LocalBucket implements AutoCloseable {

    /** As fake-gcs-server has it. */
    static final int DEFAULT_PORT = 4443;

    private static final String NAME = "rondo";

    private final BucketServer server;

    private LocalBucket(BucketServer server) {
        this.server = server;
    }

    /**
     * Serves what lies in {@code buckets} of the home.
     *
     * @param port 0 for any free one
     * @throws CommandException when the port is taken or the home cannot be written
     */
    static LocalBucket start(Home home, int port) {
        try {
            BucketServer server = BucketServer.start(
                    home.folder().resolve("buckets"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    InstantSource.system());
            server.ensureBucket(NAME);
            return new LocalBucket(server);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE,
                    "cannot serve a bucket on port " + port + " (" + e.getMessage()
                            + "); name another with --bucket-port",
                    e);
        }
    }

    /** Where DAG files are dropped. */
    Place dags() {
        return new Place.InBucket(BucketUri.parse("gs://" + NAME + "/dags"), access());
    }

    /** The place, reached here when it is in this bucket. */
    Place reached(Place place) {
        return place instanceof Place.InBucket(BucketUri uri, BucketAccess elsewhere)
                        && uri.bucket().equals(NAME)
                        && !elsewhere.equals(access())
                ? new Place.InBucket(uri, access())
                : place;
    }

    private BucketAccess access() {
        return BucketAccess.anonymous(server.uri().toString());
    }

    /** What to tell people. */
    String words() {
        return "gs://" + NAME + " at " + server.uri() + ", without sign-in";
    }

    @Override
    public void close() {
        server.close();
    }
}
