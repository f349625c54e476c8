package dev.rondo.storage;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A bucket: named objects, each of which is replaced as a whole and has another generation then. May be used by several
 * threads at once. Every method tries again what may pass, for some seconds, before it throws.
 */
public interface Bucket extends AutoCloseable {

    /** As many objects are composed at once. */
    int MAX_PARTS = 32;

    /**
     * The objects whose names begin so, in the order of their names.
     *
     * @throws BucketException when they cannot be listed; then nothing is known of them
     */
    List<BucketObject> list(String prefix) throws BucketException;

    /** The object of that name; empty when there is none. */
    Optional<BucketObject> find(String name) throws BucketException;

    /**
     * Opens the bytes of just this generation. The stream throws a {@link BucketException} in place of ending when it
     * has given fewer or other bytes than were written, so who has read it to its end has all of them.
     *
     * @throws BucketException {@code CHANGED} when the object was replaced or deleted meanwhile
     */
    InputStream read(BucketObject object) throws BucketException;

    /**
     * Writes an object, which is seen when it is whole.
     *
     * @param ifGeneration the generation that is to be replaced; 0: there must be no such object
     * @return the object as it is now; also where the same bytes were there already, be it by an attempt of ours whose
     *     answer was lost
     * @throws BucketException {@code CHANGED} when it has another generation, and other bytes
     */
    BucketObject write(String name, Path content, long ifGeneration) throws BucketException;

    /** The same, of bytes in memory. */
    BucketObject write(String name, byte[] content, long ifGeneration) throws BucketException;

    /**
     * Writes an object of the bytes of others, one after the other, which need not come here for it. It may be one of
     * them; the others stay.
     *
     * @param parts 1 to {@value #MAX_PARTS}, each in just this generation
     * @param ifGeneration the generation that is to be replaced; 0: there must be no such object
     * @throws BucketException {@code CHANGED} when it has another generation, or a part has; also where an attempt of
     *     ours has done it whose answer was lost
     */
    BucketObject compose(List<BucketObject> parts, String name, long ifGeneration) throws BucketException;

    /**
     * Makes an object one that was changed now; its bytes and its generation stay.
     *
     * @throws BucketException {@code CHANGED} when it was replaced, touched or deleted meanwhile; also where an attempt
     *     of ours has touched it whose answer was lost
     */
    void touch(BucketObject object) throws BucketException;

    /**
     * Deletes the object as it was seen; one that is gone already is no error.
     *
     * @throws BucketException {@code CHANGED} when it was replaced or touched meanwhile
     */
    void delete(BucketObject object) throws BucketException;

    @Override
    void close();
}
