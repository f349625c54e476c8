/**
 * Graphs as JSON. Options and their origins, which most tasks of a DAG share, stand once in tables at the top, and
 * tasks name their rows. Read {@link dev.rondo.sdk.internal.specjson.SpecWriter} first.
 */
@NullMarked
package dev.rondo.sdk.internal.specjson;

import org.jspecify.annotations.NullMarked;
