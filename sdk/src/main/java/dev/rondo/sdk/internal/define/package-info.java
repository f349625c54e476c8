/**
 * What the handles of the authoring API write into: drafts of a DAG, its groups and tasks, mutable until the graph is
 * built. Read {@link dev.rondo.sdk.internal.define.TaskDraft} first.
 */
@NullMarked
package dev.rondo.sdk.internal.define;

import org.jspecify.annotations.NullMarked;
