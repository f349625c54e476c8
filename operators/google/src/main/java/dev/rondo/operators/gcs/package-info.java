/**
 * Operators for Google Cloud Storage. Read {@link dev.rondo.operators.gcs.Gcs} for how they reach it, and
 * {@link dev.rondo.operators.gcs.GcsObjectSensor} for how one looks.
 */
@NullMarked
package dev.rondo.operators.gcs;

import org.jspecify.annotations.NullMarked;
