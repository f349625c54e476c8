package dev.rondo.storage.amazon;

import dev.rondo.storage.BucketException;
import java.util.Optional;

/** What opens buckets; found by {@link java.util.ServiceLoader} in a class loader that has its library. */
public interface AmazonProvider {

    /**
     * Opens a bucket. Nothing is asked of it yet: it need not be there.
     *
     * @throws BucketException {@code FORBIDDEN} when there are no such credentials
     */
    AmazonBucket open(String bucket, AmazonAccess access) throws BucketException;

    /**
     * Prepares a question that shows whether this access works. Nothing is asked yet.
     *
     * @param bucket one that it may list; empty: none is known
     * @throws BucketException {@code FORBIDDEN} when there are no such credentials
     */
    AmazonProbe probe(AmazonAccess access, Optional<String> bucket) throws BucketException;
}
