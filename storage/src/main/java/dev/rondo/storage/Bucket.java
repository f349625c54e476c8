package dev.rondo.storage;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bucket whose objects have generations and can be composed and touched: more than files need, and what jars, logs
 * and the store do.
 */
public interface Bucket extends FileBucket<BucketObject> {

    /** As many objects are composed at once. */
    int MAX_PARTS = 32;

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

    @Override
    default void replace(String name, Path content, @Nullable BucketObject seen) throws BucketException {
        BucketObject ignored = write(name, content, seen == null ? 0 : seen.generation());
    }

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
}
