package dev.rondo.storage.amazon;

import dev.rondo.storage.BucketException;

/** Finds out whether somebody can ask Amazon, by the least that needs signing in. */
public interface AmazonProbe extends AutoCloseable {

    /**
     * Asks, once: what may pass is not tried again.
     *
     * @return what was found, for people
     * @throws BucketException when nobody answers, or the answer is no; its message has no secret
     */
    String ask() throws BucketException;

    @Override
    void close();
}
