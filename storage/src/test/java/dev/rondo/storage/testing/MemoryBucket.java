package dev.rondo.storage.testing;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.CheckedStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A bucket in memory, which fails as a test wants it to. */
public final class MemoryBucket implements Bucket {

    private final NavigableMap<String, Stored> objects = new TreeMap<>();
    private BucketException.@Nullable Kind failure;
    private boolean damaged;
    private volatile CountDownLatch answering = new CountDownLatch(0);
    private long generation;
    private Instant now = Instant.EPOCH;
    private int lists;
    private int reads;

    private static final class Stored {
        private final BucketObject object;
        private final byte[] bytes;

        Stored(BucketObject object, byte[] bytes) {
            this.object = object;
            this.bytes = bytes;
        }

        BucketObject object() {
            return object;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** Another bucket with the objects that are in this one now. */
    public synchronized MemoryBucket copy() {
        MemoryBucket copy = new MemoryBucket();
        copy.objects.putAll(objects);
        copy.generation = generation;
        copy.now = now;
        return copy;
    }

    /** Every call fails so from now on. */
    public synchronized void failWith(BucketException.Kind kind) {
        failure = kind;
    }

    /** Calls succeed again. */
    public synchronized void recover() {
        failure = null;
        damaged = false;
    }

    /** What is read ends half way from now on. */
    public synchronized void damage() {
        damaged = true;
    }

    /** Whoever lists waits from now on, until {@link #answer}. */
    public void hold() {
        answering = new CountDownLatch(1);
    }

    /** Who lists is answered. */
    public void answer() {
        answering.countDown();
    }

    /** The bucket's clock says this from now on. */
    public synchronized void setTime(Instant time) {
        now = time;
    }

    /** How often it was listed. */
    public synchronized int lists() {
        return lists;
    }

    /** How often an object was read. */
    public synchronized int reads() {
        return reads;
    }

    /** Writes without a condition. */
    public synchronized BucketObject put(String name, byte[] bytes) {
        return put(name, bytes, bytes.length);
    }

    /** Writes an object that is told to be of another size. */
    public synchronized BucketObject put(String name, byte[] bytes, long sizeBytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        BucketObject object = new BucketObject(name, ++generation, 1, sizeBytes, (int) crc.getValue(), now);
        objects.put(name, new Stored(object, bytes.clone()));
        return object;
    }

    /** Deletes without a condition. */
    public synchronized void remove(String name) {
        objects.remove(name);
    }

    @Override
    public List<BucketObject> list(String prefix) throws BucketException {
        try {
            answering.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BucketException(BucketException.Kind.UNREACHABLE, "nobody waits any more", e);
        }
        return listNow(prefix);
    }

    private synchronized List<BucketObject> listNow(String prefix) throws BucketException {
        lists++;
        failIfWanted();
        List<BucketObject> found = new ArrayList<>();
        objects.forEach((name, stored) -> {
            if (name.startsWith(prefix)) {
                found.add(stored.object());
            }
        });
        return found;
    }

    @Override
    public synchronized Optional<BucketObject> find(String name) throws BucketException {
        failIfWanted();
        return Optional.ofNullable(objects.get(name)).map(Stored::object);
    }

    @Override
    public synchronized InputStream read(BucketObject object) throws BucketException {
        reads++;
        failIfWanted();
        Stored stored = require(object);
        byte[] bytes = damaged ? Arrays.copyOf(stored.bytes(), stored.bytes().length / 2) : stored.bytes();
        return new CheckedStream(object, new ByteArrayInputStream(bytes));
    }

    @Override
    public synchronized BucketObject write(String name, Path content, long ifGeneration) throws BucketException {
        try {
            return write(name, Files.readAllBytes(content), ifGeneration);
        } catch (BucketException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized BucketObject write(String name, byte[] bytes, long ifGeneration) throws BucketException {
        failIfWanted();
        Stored before = objects.get(name);
        if (before != null && Arrays.equals(before.bytes(), bytes)) {
            return before.object();
        }
        if ((before == null ? 0 : before.object().generation()) != ifGeneration) {
            throw changed(name);
        }
        return put(name, bytes);
    }

    @Override
    public synchronized BucketObject compose(List<BucketObject> parts, String name, long ifGeneration)
            throws BucketException {
        failIfWanted();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (BucketObject part : parts) {
            bytes.writeBytes(require(part).bytes());
        }
        Stored before = objects.get(name);
        if ((before == null ? 0 : before.object().generation()) != ifGeneration) {
            throw changed(name);
        }
        return put(name, bytes.toByteArray());
    }

    @Override
    public synchronized void touch(BucketObject object) throws BucketException {
        failIfWanted();
        Stored there = require(object);
        BucketObject seen = there.object();
        if (seen.metageneration() != object.metageneration()) {
            throw changed(object.name());
        }
        BucketObject touched = new BucketObject(
                seen.name(), seen.generation(), seen.metageneration() + 1, seen.sizeBytes(), seen.crc32c(), now);
        objects.put(object.name(), new Stored(touched, there.bytes()));
    }

    private Stored require(BucketObject object) throws BucketException {
        Stored there = objects.get(object.name());
        if (there == null || there.object().generation() != object.generation()) {
            throw changed(object.name());
        }
        return there;
    }

    @Override
    public synchronized void delete(BucketObject object) throws BucketException {
        failIfWanted();
        Stored there = objects.get(object.name());
        if (there != null
                && (there.object().generation() != object.generation()
                        || there.object().metageneration() != object.metageneration())) {
            throw changed(object.name());
        }
        objects.remove(object.name());
    }

    private void failIfWanted() throws BucketException {
        if (failure != null) {
            throw new BucketException(failure, "as the test wants it", null);
        }
    }

    private static BucketException changed(String name) {
        return new BucketException(BucketException.Kind.CHANGED, name + " has another generation", null);
    }

    @Override
    public void close() {}
}
