package dev.rondo.storage;

/**
 * What opens buckets of an account; found by {@link java.util.ServiceLoader} in a class loader that has its library.
 */
public interface BucketsProvider {

    /**
     * Opens them. Nothing is asked yet.
     *
     * @throws BucketException {@code FORBIDDEN} when there are no such credentials
     */
    Buckets open(GoogleAccess access) throws BucketException;
}
