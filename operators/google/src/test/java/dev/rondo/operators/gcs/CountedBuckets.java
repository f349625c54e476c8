package dev.rondo.operators.gcs;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.Buckets;
import dev.rondo.storage.testing.MemoryBucket;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** One bucket in memory, which tells what it was asked. Nothing but looks is asked of it. */
final class CountedBuckets implements Buckets {

    private final MemoryBucket memory = new MemoryBucket();
    private final List<String> asked = new ArrayList<>();

    MemoryBucket memory() {
        return memory;
    }

    /** What was asked since the last time: {@code list PREFIX}, {@code object}. */
    List<String> takeAsked() {
        List<String> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    @Override
    public Bucket bucket(String name) {
        asked.add("object");
        return memory;
    }

    @Override
    public List<BucketObject> list(String bucket, Listed listed) throws BucketException {
        asked.add("list " + listed.prefix());
        return memory.list(listed.prefix()).stream().limit(listed.most()).toList();
    }

    @Override
    public boolean create(NewBucket bucket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deletion delete(String bucket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream readFrom(String bucket, BucketObject object, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BucketObject write(
            String bucket,
            String name,
            Source source,
            long sizeBytes,
            int crc32c,
            Settings settings,
            long ifGeneration) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BucketObject compose(
            String bucket, List<BucketObject> parts, String name, Settings settings, long ifGeneration) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BucketObject copy(String bucket, BucketObject object, String toBucket, String toName, long ifGeneration) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        memory.close();
    }
}
