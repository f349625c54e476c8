package dev.rondo.storage;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What files need of a bucket, whoever keeps it: named objects, each of which is replaced as a whole. May be used by
 * several threads at once. Every method tries again what may pass, for some seconds, before it throws.
 *
 * @param <V> an object as it was seen
 */
public interface FileBucket<V extends StoredFile> extends AutoCloseable {

    /**
     * The objects whose names begin so, in the order of their names.
     *
     * @throws BucketException when they cannot be listed; then nothing is known of them
     */
    List<V> list(String prefix) throws BucketException;

    /** The object of that name; empty when there is none. */
    Optional<V> find(String name) throws BucketException;

    /**
     * Opens the bytes of just this version. The stream throws a {@link BucketException} in place of ending when it has
     * given fewer or other bytes than were written, so who has read it to its end has all of them.
     *
     * @throws BucketException {@code CHANGED} when the object was replaced or deleted meanwhile
     */
    InputStream read(V object) throws BucketException;

    /**
     * Writes an object, which is seen when it is whole.
     *
     * @param seen what is to be replaced; null: there must be no such object
     * @throws BucketException {@code CHANGED} when that is not so any more
     */
    void replace(String name, Path content, @Nullable V seen) throws BucketException;

    /**
     * Deletes the object as it was seen; one that is gone already is no error.
     *
     * @throws BucketException {@code CHANGED} when it was replaced or touched meanwhile
     */
    void delete(V object) throws BucketException;

    @Override
    void close();
}
