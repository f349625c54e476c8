/** Buckets by Google's client. Read {@link dev.rondo.storage.gcs.GcsBucket}. */
@NullMarked
package dev.rondo.storage.gcs;

import org.jspecify.annotations.NullMarked;
