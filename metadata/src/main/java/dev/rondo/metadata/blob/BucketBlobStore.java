package dev.rondo.metadata.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.metadata.crash.CrashPoint;
import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The store as objects of a bucket, {@code PREFIX/HH/HASH} each. */
public final class BucketBlobStore implements BlobStore {

    private static final String CLOCK = ".clock";

    private final Bucket bucket;
    private final String prefix;
    private final CrashPoint.Injector crashes;

    /**
     * A store in the bucket.
     *
     * @param prefix what names of objects begin with: empty, or ending in {@code /}
     */
    public BucketBlobStore(Bucket bucket, String prefix) {
        this(bucket, prefix, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of a process that dies. */
    public BucketBlobStore(Bucket bucket, String prefix, CrashPoint.Injector crashes) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.crashes = crashes;
    }

    @Override
    public void put(String hash, InputStream content) throws IOException {
        String name = nameOf(hash);
        if (keep(hash)) {
            return;
        }
        // An object cannot be taken back unseen: its hash must be known before it is written.
        Path part = Files.createTempFile("rondo-blob", ".part");
        try {
            BlobHash.copy(hash, content, part);
            BucketObject ignored = bucket.write(name, part, 0);
            crashes.at(CrashPoint.BLOB_NAMED);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public boolean keep(String hash) throws IOException {
        Optional<BucketObject> there = bucket.find(nameOf(hash));
        if (there.isEmpty()) {
            return false;
        }
        try {
            bucket.touch(there.get());
            return true;
        } catch (BucketException e) {
            if (e.kind() == BucketException.Kind.CHANGED) {
                // Cleared away since; or touched or written anew, which is as good, by another or an attempt of ours.
                return bucket.find(nameOf(hash)).isPresent();
            }
            throw e;
        }
    }

    @Override
    public List<Old> old(String first, Instant before) throws IOException {
        return bucket.list(prefix + first).stream()
                .filter(object ->
                        BlobHash.isOne(hashOf(object)) && object.changedAt().isBefore(before))
                .<Old>map(InBucket::new)
                .toList();
    }

    private static String hashOf(BucketObject object) {
        return object.name().substring(object.name().lastIndexOf('/') + 1);
    }

    /** Of an object that is touched. */
    @Override
    public Instant now() throws IOException {
        String name = prefix + CLOCK;
        Optional<BucketObject> there = bucket.find(name);
        if (there.isEmpty()) {
            return bucket.write(name, CLOCK.getBytes(UTF_8), 0).changedAt();
        }
        try {
            bucket.touch(there.get());
        } catch (BucketException e) {
            if (e.kind() != BucketException.Kind.CHANGED) {
                throw e;
            } // another has touched it just now
        }
        return bucket.find(name).map(BucketObject::changedAt).orElse(there.get().changedAt());
    }

    private final class InBucket implements Old {
        private final BucketObject seen;

        InBucket(BucketObject seen) {
            this.seen = seen;
        }

        @Override
        public String hash() {
            return hashOf(seen);
        }

        @Override
        public long sizeBytes() {
            return seen.sizeBytes();
        }

        @Override
        public boolean delete() throws IOException {
            try {
                bucket.delete(seen);
                return true;
            } catch (BucketException e) {
                if (e.kind() == BucketException.Kind.CHANGED) {
                    return false;
                }
                throw e;
            }
        }
    }

    @Override
    public Optional<Blob> find(String hash) throws IOException {
        Optional<BucketObject> object = bucket.find(nameOf(hash));
        return object.isEmpty()
                ? Optional.empty()
                : Optional.of(new Blob(bucket.read(object.get()), object.get().sizeBytes()));
    }

    private String nameOf(String hash) {
        BlobHash.require(hash);
        return prefix + hash.substring(0, 2) + "/" + hash;
    }
}
