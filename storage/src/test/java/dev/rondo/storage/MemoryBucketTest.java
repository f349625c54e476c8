package dev.rondo.storage;

import dev.rondo.storage.testing.BucketContract;
import dev.rondo.storage.testing.MemoryBucket;

/** The bucket of other tests keeps the contract. */
class MemoryBucketTest extends BucketContract {

    private final MemoryBucket bucket = new MemoryBucket();

    @Override
    protected Bucket bucket() {
        return bucket;
    }
}
