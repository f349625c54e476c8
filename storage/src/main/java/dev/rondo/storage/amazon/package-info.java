/** Buckets of Amazon S3 as Rondo sees them. Read {@link dev.rondo.storage.amazon.AmazonBucket}. */
@NullMarked
package dev.rondo.storage.amazon;

import org.jspecify.annotations.NullMarked;
