package dev.rondo.runtime.data;

import dev.rondo.sdk.data.DataEntry;
import dev.rondo.sdk.data.DataWriting;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.FileBucket;
import dev.rondo.storage.StoredFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a bucket, whoever keeps it, which is opened when the first of them is asked for.
 *
 * @param <V> an object as it was seen
 */
final class BucketPlace<V extends StoredFile> implements FilePlace {

    // Somebody else replaces the object between our two questions: as often as this in a row nobody does.
    private static final int MAX_TURNS = 10;

    private static final int BUFFER = 1 << 16;

    private final String shown;
    private final Opening<V> opening;
    private @Nullable Opened<V> opened;

    /** A bucket, and what is closed with it. */
    record Opened<V extends StoredFile>(FileBucket<V> bucket, AutoCloseable client) {}

    /** Opens the bucket. */
    interface Opening<V extends StoredFile> {
        Opened<V> open() throws IOException;
    }

    /** A bucket that is shown so, such as {@code gs://bucket/}. */
    BucketPlace(String shown, Opening<V> opening) {
        this.shown = shown;
        this.opening = opening;
    }

    private interface Asking<V extends StoredFile, T> {
        T of(FileBucket<V> bucket) throws IOException;
    }

    private <T> T ask(String name, Asking<V, T> asking) throws IOException {
        BucketException last = null;
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            try {
                return asking.of(bucket());
            } catch (BucketException e) {
                if (e.kind() != Kind.CHANGED) {
                    throw translated(name, e);
                }
                last = e;
            }
        }
        throw new FileSystemException(shown(name), null, "it is replaced again and again by somebody else: " + last);
    }

    private synchronized FileBucket<V> bucket() throws IOException {
        Opened<V> known = opened;
        if (known == null) {
            known = opening.open();
            opened = known;
        }
        return known.bucket();
    }

    private IOException translated(String name, BucketException e) {
        String why = e.getMessage();
        FileSystemException told = switch (e.kind()) {
            case FORBIDDEN -> new AccessDeniedException(shown(name), null, why);
            case MISSING -> new NoSuchFileException(shown(name), null, why);
            default -> new FileSystemException(shown(name), null, why);
        };
        told.initCause(e);
        return told;
    }

    @Override
    public Optional<DataEntry> find(String name) throws IOException {
        return ask(name, bucket -> bucket.find(name))
                .map(object -> new DataEntry(object.sizeBytes(), object.changedAt()));
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        return ask(prefix, bucket -> bucket.list(prefix)).stream()
                .map(StoredFile::name)
                .filter(name -> !name.endsWith("/")) // what consoles make for an empty folder
                .toList();
    }

    @Override
    public InputStream read(String name) throws IOException {
        return ask(name, bucket -> {
            V object = bucket.find(name).orElseThrow(() -> new NoSuchFileException(shown(name)));
            BufferedInputStream in = new BufferedInputStream(bucket.read(object), BUFFER);
            try {
                in.mark(1);
                int ignored = in.read(); // the first byte is what asks for this generation
                in.reset();
                return in;
            } catch (IOException e) {
                in.close();
                throw e;
            }
        });
    }

    @Override
    public boolean write(String name, DataWriting writing, boolean onlyNew) throws IOException {
        Path part = Files.createTempFile("rondo-data", ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER)) {
                writing.to(out);
            }
            return ask(name, bucket -> put(bucket, name, part, onlyNew));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private boolean put(FileBucket<V> bucket, String name, Path content, boolean onlyNew) throws IOException {
        Optional<V> there = bucket.find(name);
        if (onlyNew && there.isPresent()) {
            return false;
        }
        bucket.replace(name, content, there.orElse(null));
        return true;
    }

    @Override
    public boolean delete(String name) throws IOException {
        return ask(name, bucket -> {
            Optional<V> there = bucket.find(name);
            if (there.isPresent()) {
                bucket.delete(there.get());
            }
            return there.isPresent();
        });
    }

    @Override
    public String shown(String name) {
        return shown + name;
    }

    @Override
    public synchronized void close() {
        Opened<V> known = opened;
        opened = null;
        try {
            if (known != null) {
                known.client().close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the client of " + shown + " does not close", e);
        }
    }
}
