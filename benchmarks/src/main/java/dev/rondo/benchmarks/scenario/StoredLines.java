package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Looks at the objects of a bucket all the while, by a thread of its own, and notes when they have which line. */
final class StoredLines implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Bench bench;
    private final Bucket bucket;
    private final String prefix;
    private final SaidLines said;
    private final Set<BucketObject> seen = new HashSet<>();
    private final Thread thread;
    private volatile boolean enough;
    private volatile String failure = "";

    private StoredLines(Bench bench, Bucket bucket, String prefix) {
        this.bench = bench;
        this.bucket = bucket;
        this.prefix = prefix;
        this.said = new SaidLines(bench.surroundings().clock());
        this.thread = Thread.ofVirtual().name("stored-lines").unstarted(this::look);
    }

    /** Begins to look at the objects whose names begin so. */
    static StoredLines watch(Bench bench, Bucket bucket, String prefix) {
        StoredLines lines = new StoredLines(bench, bucket, prefix);
        lines.thread.start();
        return lines;
    }

    private void look() {
        try {
            while (!enough) {
                for (BucketObject object : bucket.list(prefix)) {
                    if (seen.add(object)) {
                        read(object);
                    }
                }
                bench.surroundings().sleep(LOOK);
            }
        } catch (IOException e) {
            failure = "the logs in the bucket cannot be read: " + e.getMessage();
        }
    }

    private void read(BucketObject object) throws IOException {
        try {
            said.readAll(bucket.read(object));
        } catch (BucketException e) {
            // Pieces are composed and deleted meanwhile; what this one had, the composed one has.
            if (e.kind() != BucketException.Kind.CHANGED) {
                throw e;
            }
        }
    }

    /** How many milliseconds after they were said the lines lay in the bucket; ends the looking. */
    Spread spread() {
        close();
        if (!failure.isEmpty()) {
            throw new BenchmarkException(failure);
        }
        return said.spread();
    }

    @Override
    public void close() {
        enough = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
