/**
 * The params of a DAG: a record's JSON Schema and defaults, and a run's conf laid over them. Read
 * {@link dev.rondo.sdk.internal.params.ParamsSchema} first.
 */
@NullMarked
package dev.rondo.sdk.internal.params;

import org.jspecify.annotations.NullMarked;
