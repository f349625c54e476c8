package dev.rondo.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All buckets that somebody may use. May be used by several threads at once. Every method tries again what may pass,
 * for some seconds, before it throws.
 */
public interface Buckets extends AutoCloseable {

    /** One of them; nothing is asked of it yet, and closing it does nothing: it lives as long as these. */
    Bucket bucket(String name);

    /**
     * A bucket that is to be made.
     *
     * @param location such as {@code US} or {@code europe-west1}
     * @param storageClass such as {@code STANDARD} or {@code NEARLINE}
     */
    record NewBucket(String name, String location, String storageClass, Map<String, String> labels) {

        public NewBucket {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Makes a bucket.
     *
     * @return whether it was made; false: these credentials see one of that name already
     * @throws BucketException {@code FORBIDDEN} when the name is taken by somebody else
     */
    boolean create(NewBucket bucket) throws BucketException;

    /** What became of a bucket that was to be deleted. */
    enum Deletion {
        /** It is gone. */
        DELETED,
        /** There was none. */
        NOT_THERE,
        /** It is there: it has objects. */
        NOT_EMPTY
    }

    /** Deletes a bucket that is empty. */
    Deletion delete(String bucket) throws BucketException;

    /**
     * Which objects to list.
     *
     * @param prefix what their names begin with
     * @param delimiter when not empty, names that have it after the prefix are left out
     * @param matchGlob when there, a pattern that names match: {@code *} stays within a folder, {@code **} does not
     * @param from the first name in the order of bytes; empty: from the first
     * @param most as many at most; 1 to 1,000 are one call
     */
    record Listed(String prefix, String delimiter, Optional<String> matchGlob, String from, int most) {

        /** All with that prefix. */
        public static Listed all(String prefix) {
            return new Listed(prefix, "", Optional.empty(), "", Integer.MAX_VALUE);
        }
    }

    /** The objects, in the order of their names. */
    List<BucketObject> list(String bucket, Listed listed) throws BucketException;

    /**
     * Opens the bytes of just this generation from an offset on. Nothing is checked but how many they are: who puts
     * pieces together compares the whole.
     */
    InputStream readFrom(String bucket, BucketObject object, long offset) throws BucketException;

    /** What an object is, beside its bytes. */
    record Settings(String contentType, Optional<String> contentEncoding, Map<String, String> metadata) {

        public Settings {
            metadata = Map.copyOf(metadata);
        }

        /** Bytes. */
        public static Settings bytes() {
            return new Settings("application/octet-stream", Optional.empty(), Map.of());
        }
    }

    /** Bytes that can be had again, from their start, when an attempt failed. */
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Writes an object, which is seen when it is whole, without having all of it in memory.
     *
     * @param sizeBytes as many come from the source
     * @param crc32c of them
     * @param ifGeneration the generation that is to be replaced; 0: there must be no such object
     * @return the object as it is now; also where the same bytes were there already
     * @throws BucketException {@code CHANGED} when it has another generation, and other bytes
     */
    BucketObject write(
            String bucket, String name, Source source, long sizeBytes, int crc32c, Settings settings, long ifGeneration)
            throws IOException;

    /**
     * Writes an object of the bytes of others; like {@link Bucket#compose}, with settings.
     *
     * @throws BucketException {@code CHANGED} when it has another generation, or a part has
     */
    BucketObject compose(String bucket, List<BucketObject> parts, String name, Settings settings, long ifGeneration)
            throws BucketException;

    /**
     * Copies an object with its settings, within Google's cloud.
     *
     * @param ifGeneration the generation that is to be replaced; 0: there must be no such object
     * @return the object as it is now; also where the same bytes were there already
     * @throws BucketException {@code CHANGED} when the target has another generation and other bytes, or the source is
     *     not what it was
     */
    BucketObject copy(String bucket, BucketObject object, String toBucket, String toName, long ifGeneration)
            throws BucketException;

    @Override
    void close();
}
