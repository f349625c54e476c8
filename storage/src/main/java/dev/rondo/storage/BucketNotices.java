package dev.rondo.storage;

import java.util.List;

/**
 * Says that objects of buckets have changed, sooner than the next listing would. What it says is a hint: notices come
 * late, twice, out of order or not at all, so what is so, the listing alone tells.
 */
public interface BucketNotices extends AutoCloseable {

    /**
     * An object was written, deleted or touched.
     *
     * @param bucket its name, without {@code gs://}
     */
    record Notice(String bucket, String object) {}

    /**
     * Waits for the next notices, for a minute or two at most, and takes them; empty: there were none.
     *
     * @throws BucketException when they cannot be had now
     */
    List<Notice> take() throws BucketException;

    @Override
    void close();
}
