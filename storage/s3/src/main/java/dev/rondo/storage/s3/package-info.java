/** Buckets by Amazon's client. Read {@link dev.rondo.storage.s3.S3Bucket}. */
@NullMarked
package dev.rondo.storage.s3;

import org.jspecify.annotations.NullMarked;
