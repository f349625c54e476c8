/** Buckets as Rondo sees them, without a word of whose they are. Read {@link dev.rondo.storage.Bucket}. */
@NullMarked
package dev.rondo.storage;

import org.jspecify.annotations.NullMarked;
