/**
 * Bytes by their hash: DAG jars now, large values and artifacts later. Read {@link dev.rondo.metadata.blob.BlobStore}.
 */
@NullMarked
package dev.rondo.metadata.blob;

import org.jspecify.annotations.NullMarked;
