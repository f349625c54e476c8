package dev.rondo.storage;

/** What opens notices of buckets; found by {@link java.util.ServiceLoader} in a class loader that has its library. */
public interface BucketNoticesProvider {

    /**
     * Opens them. Nothing is asked of them yet.
     *
     * @param subscription such as {@code projects/P/subscriptions/S}
     * @param access another server than that of the notices, and who signs in, as for buckets
     * @throws BucketException {@code FORBIDDEN} when there are no such credentials
     */
    BucketNotices open(String subscription, BucketAccess access) throws BucketException;
}
