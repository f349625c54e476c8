package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.Callback;
import dev.rondo.sdk.internal.define.DagDraft;
import dev.rondo.sdk.internal.define.OptionSet;
import dev.rondo.sdk.internal.define.TaskDraft;
import dev.rondo.sdk.spec.DeadlineSpec;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the callbacks of a task, wherever they were said. */
public final class TaskCallbacks {

    private TaskCallbacks() {}

    /** The callback of that kind: {@code success, failure, retry, skipped, execute} or {@code deadline-NAME}. */
    public static Optional<Callback> find(TaskDraft task, String kind) {
        if (kind.startsWith(DeadlineSpec.CALLBACK)) {
            return findMissed(task.dag(), task, kind);
        }
        // The environment says no callbacks: they are code. The zone has no part in them.
        var options = new OptionResolver(OptionSet.NONE, task.dag(), ZoneOffset.UTC);
        return Optional.ofNullable((Callback) options.resolve(task).callback(kind));
    }

    /**
     * The callback for a missed deadline.
     *
     * @param task null: of a run as a whole
     * @param kind {@code deadline-NAME}
     */
    public static Optional<Callback> findMissed(DagDraft dag, @Nullable TaskDraft task, String kind) {
        String name = kind.substring(DeadlineSpec.CALLBACK.length());
        return dag.deadlines().stream()
                .filter(deadline -> deadline.task() == task && deadline.name().equals(name))
                .flatMap(deadline -> Stream.ofNullable(deadline.missed()))
                .findFirst();
    }
}
