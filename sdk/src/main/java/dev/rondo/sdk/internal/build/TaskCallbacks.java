package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.internal.define.OptionSet;
import dev.rondo.sdk.internal.define.TaskDraft;
import java.time.ZoneOffset;
import java.util.Optional;

/** Finds the callbacks of a task, wherever they were said. */
public final class TaskCallbacks {

    private TaskCallbacks() {}

    /** The callback of that kind: {@code success, failure, retry, skipped} or {@code execute}. */
    public static Optional<Callback> find(TaskDraft task, String kind) {
        // The environment says no callbacks: they are code. The zone has no part in them.
        var options = new OptionResolver(OptionSet.NONE, task.dag(), ZoneOffset.UTC);
        return Optional.ofNullable((Callback) options.resolve(task).callback(kind));
    }
}
