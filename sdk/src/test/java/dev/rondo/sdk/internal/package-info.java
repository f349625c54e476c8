/** Tests of the doors to a defined DAG. */
@NullMarked
package dev.rondo.sdk.internal;

import org.jspecify.annotations.NullMarked;
