package dev.rondo.core.state;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of an instance whose rules hold: most wait for a slot, some never leave the scheduler. */
final class Starts {

    private final Graph graph;
    private final Draft draft;
    private final Instant now;

    Starts(Graph graph, Draft draft, Instant now) {
        this.graph = graph;
        this.draft = draft;
        this.now = now;
    }

    Instance started(Instance instance) {
        TaskSpec task = graph.task(instance.task());
        boolean newTry = instance.state() != TaskState.UP_FOR_RESCHEDULE;
        Instance scheduled = instance.scheduled(newTry);
        return switch (task.body()) {
            case CALL, RUN, OPERATOR, CHOOSE, SHORT_CIRCUIT, SHORT_CIRCUIT_DIRECT -> scheduled;
            case EMPTY -> scheduled.ended(TaskState.SUCCESS, now);
            case LATEST_ONLY ->
                scheduled
                        .ended(TaskState.SUCCESS, now)
                        .edit()
                        .result(Instance.NO_RESULT, isLatest() ? null : List.of())
                        .done();
            case APPROVE -> scheduled.waiting(TaskState.DEFERRED, deadline(task), now);
        };
    }

    /** The author's callback for what an instance came to without a worker. */
    void callbacks(Instance instance) {
        if (instance.state() == TaskState.SUCCESS) {
            callback(instance, "success");
        }
    }

    void callback(Instance instance, String kind) {
        if (graph.task(instance.task()).options().callbacks().contains(kind)) {
            draft.add(new Decision.Callback(instance.task(), instance.mapIndex(), instance.tryNumber(), kind, now));
        }
    }

    /** An email about what a try came to, where the author wants it and named somebody. */
    void email(Instance instance, String kind, boolean wanted) {
        if (wanted && !graph.task(instance.task()).options().email().isEmpty()) {
            draft.add(new Decision.Email(instance.task(), instance.mapIndex(), instance.tryNumber(), kind, now));
        }
    }

    /** A manual run is taken as the latest; so is one whose schedule makes no further run. */
    private boolean isLatest() {
        Instant next = draft.nextRunAfter();
        return draft.runType() == RunType.MANUAL || next == null || !now.isAfter(next);
    }

    private @Nullable Instant deadline(TaskSpec task) {
        Duration timeout = task.options().executionTimeout();
        return timeout == null ? null : now.plus(timeout);
    }
}
