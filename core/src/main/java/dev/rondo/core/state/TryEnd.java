package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the end of a try makes of its instance. */
final class TryEnd {

    private final Graph graph;
    private final Draft draft;
    private final Cascade cascade;
    private final Starts starts;
    private final Instant now;

    TryEnd(Graph graph, Draft draft, Cascade cascade, Instant now) {
        this.graph = graph;
        this.draft = draft;
        this.cascade = cascade;
        this.starts = new Starts(graph, draft, now);
        this.now = now;
    }

    void on(Instance instance, Outcome outcome, Instant at) {
        if (instance.state() == TaskState.RESTARTING) {
            restart(instance);
            return;
        }
        switch (outcome) {
            case Outcome.Succeeded succeeded -> succeeded(instance, succeeded, at);
            case Outcome.Failed failed -> failed(instance, failed.reason(), failed.retry(), at);
            case Outcome.Skipped skipped -> {
                Instance after = instance.ended(TaskState.SKIPPED, at);
                cascade.change(after, "skipped_itself");
                starts.callback(after, "skipped");
            }
            case Outcome.LookAgain look ->
                cascade.change(
                        instance.waiting(TaskState.UP_FOR_RESCHEDULE, look.at().truncatedTo(ChronoUnit.MICROS), at),
                        null);
            case Outcome.Lost lost -> lost(instance, lost.reason(), at);
            // Nobody has asked for this stop: the worker gave up, which is not the user's failure.
            case Outcome.Stopped stopped -> lost(instance, "stopped", at);
        }
    }

    /** Cleared while it ran: whatever the try came to, another one follows. */
    void restart(Instance instance) {
        cascade.change(instance.cleared(graph.task(instance.task()).options().retries()), "cleared");
        cascade.touch(instance.task(), instance.mapIndex());
    }

    private void succeeded(Instance instance, Outcome.Succeeded succeeded, Instant at) {
        TaskSpec task = graph.task(instance.task());
        String problem = problem(instance, succeeded);
        if (problem != null) {
            failed(instance, problem, true, at);
            return;
        }
        List<String> followed = switch (task.body()) {
            case CHOOSE -> followed(instance.task(), succeeded.follow());
            case SHORT_CIRCUIT, SHORT_CIRCUIT_DIRECT -> succeeded.proceed() ? null : List.of();
            case CALL, RUN, OPERATOR, APPROVE, LATEST_ONLY, EMPTY -> null;
        };
        Instance after = instance.ended(TaskState.SUCCESS, at)
                .edit()
                .result(succeeded.resultLength(), followed)
                .done();
        cascade.change(after, null);
        starts.callback(after, "success");
    }

    /** Why what it returned cannot be used; null: it can. */
    private @Nullable String problem(Instance instance, Outcome.Succeeded succeeded) {
        if (graph.isMappedOver(instance.task()) && instance.mapIndex() < 0) {
            if (succeeded.resultLength() < 0) {
                return "result_not_mappable";
            }
            if (succeeded.resultLength() > graph.limits().maxMapLength()) {
                return "result_too_long";
            }
        }
        if (graph.task(instance.task()).body() == Body.CHOOSE && succeeded.follow() != null) {
            for (String id : succeeded.follow()) {
                if (graph.tasksOf(id).isEmpty()) {
                    return "branch_to_unknown_task:" + id;
                }
            }
        }
        return null;
    }

    /**
     * The direct downstream tasks that go on: those that the branch named, and those below one that it named (a join
     * that is also directly below the branch). Nothing named: none.
     */
    private List<String> followed(int branch, @Nullable List<String> follow) {
        List<Ints> chosen = new ArrayList<>();
        for (String id : follow == null ? List.<String>of() : follow) {
            chosen.add(graph.tasksOf(id));
            graph.tasksOf(id).stream().forEach(task -> chosen.add(graph.descendants(task)));
        }
        return graph.downstream(branch).stream()
                .filter(task -> chosen.stream().anyMatch(each -> each.contains(task)))
                .mapToObj(task -> graph.task(task).taskId())
                .toList();
    }

    void failed(Instance instance, String reason, boolean retry, Instant at) {
        TaskSpec task = graph.task(instance.task());
        if (retry && Retries.allowed(instance.state(), instance.tryNumber(), instance.maxTries())) {
            Instant next = at.plus(Retries.delay(
                            task.options(),
                            graph.spec().dagId(),
                            task.taskId(),
                            instance.mapIndex(),
                            draft.logicalDate(),
                            instance.tryNumber()))
                    .truncatedTo(ChronoUnit.MICROS);
            Instance after = instance.ended(TaskState.UP_FOR_RETRY, at)
                    .edit()
                    .nextAt(next)
                    .done();
            cascade.change(after, reason);
            starts.callback(after, "retry");
            starts.email(after, "retry", task.options().emailOnRetry());
            return;
        }
        Instance after = instance.ended(TaskState.FAILED, at);
        cascade.change(after, reason);
        starts.callback(after, "failure");
        starts.email(after, "failure", task.options().emailOnFailure());
        if (graph.spec().failFast() && !graph.isTeardown(instance.task())) {
            new RunMarks(graph, draft, cascade, now).failFast();
        }
    }

    private void lost(Instance instance, String reason, Instant at) {
        if (instance.lostTries() >= graph.limits().maxLostTries()) {
            failed(instance, "lost_too_often:" + reason, false, at);
        } else {
            cascade.change(instance.lost(), "lost:" + reason);
            cascade.takeBack(instance.task(), instance.mapIndex());
        }
    }
}
