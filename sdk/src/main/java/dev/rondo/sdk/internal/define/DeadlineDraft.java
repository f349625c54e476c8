package dev.rondo.sdk.internal.define;

import dev.rondo.sdk.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A deadline of a DAG or a task while it is defined.
 *
 * @param task null: of the run as a whole
 * @param missed what to do when it is missed; null: nothing but to note it
 * @param where line of its definition
 */
public record DeadlineDraft(
        String name,
        @Nullable TaskDraft task,
        SaidDeadline by,
        @Nullable Callback missed,
        String where) {

    /** The full id of its task; null: of the run as a whole. */
    public @Nullable String taskId() {
        return task == null ? null : task.id();
    }
}
