/**
 * A small, strict JSON: values, parser, writer and the canonical form that hashes are taken of. Made for the task host,
 * where start-up counts and no library may come along. Read {@link dev.rondo.sdk.internal.json.JsonValue} first.
 */
@NullMarked
package dev.rondo.sdk.internal.json;

import org.jspecify.annotations.NullMarked;
