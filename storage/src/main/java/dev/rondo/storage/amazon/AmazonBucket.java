package dev.rondo.storage.amazon;

import dev.rondo.storage.FileBucket;

/** A bucket of Amazon S3, or of a server that speaks as S3 does. */
public interface AmazonBucket extends FileBucket<AmazonObject> {}
