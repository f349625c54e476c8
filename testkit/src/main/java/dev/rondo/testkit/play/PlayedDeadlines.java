package dev.rondo.testkit.play;

import dev.rondo.core.deadline.DueMoments;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.sdk.spec.DeadlineSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The deadlines of a run that is played, the one due first being first. What is usual is not known: no runs were before
 * it.
 */
final class PlayedDeadlines {

    private final List<Open> open = new ArrayList<>();

    private record Open(Instant due, DeadlineSpec deadline) {}

    PlayedDeadlines(Graph graph, RunPlan plan, Instant queuedAt) {
        ZoneId zone = ZoneId.of(graph.spec().timezone());
        DueMoments.OfRun run = new DueMoments.OfRun(queuedAt, plan.logicalDate(), plan.runAfter());
        for (DeadlineSpec each : graph.spec().deadlines()) {
            DueMoments.due(each.by(), run, zone, List.of()).ifPresent(due -> open.add(new Open(due, each)));
        }
        open.sort(Comparator.comparing(Open::due));
    }

    /** Takes those that are over by now and not met by what the run is. Called before what happens now. */
    List<DeadlineSpec> missed(RunModel run, Instant now) {
        List<DeadlineSpec> missed = new ArrayList<>();
        while (!open.isEmpty() && open.getFirst().due().isBefore(now)) {
            DeadlineSpec deadline = open.removeFirst().deadline();
            if (!isMet(run, deadline)) {
                missed.add(deadline);
            }
        }
        return missed;
    }

    private static boolean isMet(RunModel run, DeadlineSpec deadline) {
        if (run.runState() == RunState.SUCCESS) {
            return true;
        }
        if (deadline.taskId() == null) {
            return false;
        }
        int task = run.graph().index(deadline.taskId());
        return run.instances(task) > 0
                && run.instances(task)
                        == run.count(task, TaskState.SUCCESS)
                                + run.count(task, TaskState.SKIPPED)
                                + run.count(task, TaskState.REMOVED);
    }
}
