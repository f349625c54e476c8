package dev.rondo.storage;

/** What opens buckets; found by {@link java.util.ServiceLoader} in a class loader that has its library. */
public interface BucketProvider {

    /**
     * Opens a bucket. Nothing is asked of it yet: it need not be there.
     *
     * @throws BucketException {@code FORBIDDEN} when there are no such credentials
     */
    Bucket open(String bucket, BucketAccess access) throws BucketException;
}
