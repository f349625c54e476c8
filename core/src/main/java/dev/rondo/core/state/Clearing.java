package dev.rondo.core.state;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import dev.rondo.core.state.RunEvent.Target;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a clear, and a mark on single instances, do to these and to what was decided below them. */
final class Clearing {

    private final Graph graph;
    private final Draft draft;
    private final Cascade cascade;
    private final Instant now;

    Clearing(Graph graph, Draft draft, Cascade cascade, Instant now) {
        this.graph = graph;
        this.draft = draft;
        this.cascade = cascade;
        this.now = now;
    }

    void clear(RunEvent.Cleared event) {
        List<Target> targets = present(event.targets());
        if (targets.isEmpty()) {
            return;
        }
        for (Target target : targets) {
            Instance instance = draft.instance(target.task(), target.mapIndex());
            if (instance.state().isWithWorker()) {
                restart(instance);
            } else {
                int retries = graph.task(target.task()).options().retries();
                cascade.change(instance.cleared(retries), "cleared");
                cascade.touch(target.task(), target.mapIndex());
            }
        }
        reconsiderBelow(targets);
        if (draft.runState().isFinal() && !event.reopenAs().isFinal()) {
            draft.changeRun(event.reopenAs(), "cleared", now);
        }
    }

    void mark(RunEvent.Marked event) {
        RunMarks marks = new RunMarks(graph, draft, cascade, now);
        List<Target> changed = present(event.targets()).stream()
                .filter(target -> draft.state(target.task(), target.mapIndex()) != event.state())
                .toList();
        boolean repairs = changed.stream()
                .anyMatch(
                        target -> draft.state(target.task(), target.mapIndex()).isFailure());
        changed.forEach(
                target -> marks.end(draft.instance(target.task(), target.mapIndex()), event.state(), RunMarks.MARKED));
        boolean reconsidered = reconsiderBelow(changed);
        if (draft.runState().isFinal()) {
            rejudge(reconsidered, repairs);
        }
    }

    /** A finished run goes on when something below is open again; else its outcome follows the marks. */
    private void rejudge(boolean reconsidered, boolean repairs) {
        if (reconsidered) {
            draft.changeRun(RunState.QUEUED, RunMarks.MARKED, now);
            return;
        }
        // A run that was ended as a whole (timeout, mark, deadlock) has no failed task to repair and stays failed.
        if (RunOutcome.of(graph, draft) instanceof RunOutcome.Over over
                && over.state() != draft.runState()
                && (over.state() == RunState.FAILED || repairs)) {
            draft.changeRun(over.state(), RunMarks.MARKED, now);
        }
    }

    private void restart(Instance instance) {
        if (instance.state() != TaskState.RESTARTING) {
            draft.add(new Decision.Stop(instance.task(), instance.mapIndex(), instance.dispatchId(), "cleared"));
            cascade.change(instance.withState(TaskState.RESTARTING), "cleared");
        }
    }

    /**
     * What was skipped or upstream_failed below, without having run, was decided by states that are gone: it is open
     * again, and so is what was decided by it. What was made ready by them and has no worker yet is taken back, once
     * all of that is open: judged before, it would be judged by states that are about to go.
     *
     * @return whether there was any
     */
    private boolean reconsiderBelow(List<Target> changed) {
        Deque<Target> open = new ArrayDeque<>(changed);
        Set<Integer> wideSeen = new HashSet<>();
        Set<Target> seen = new LinkedHashSet<>();
        boolean any = false;
        while (!open.isEmpty()) {
            Target target = open.pop();
            for (Target below : below(target, wideSeen)) {
                seen.add(below);
                Instance instance = draft.instance(below.task(), below.mapIndex());
                if (isDecidedByRule(instance)
                        && draft.part().has(graph.task(below.task()).taskId())) {
                    any = true;
                    int retries = graph.task(below.task()).options().retries();
                    cascade.change(instance.cleared(retries), "reconsidered");
                    cascade.touch(below.task(), below.mapIndex());
                    open.push(below);
                }
            }
        }
        seen.forEach(each -> cascade.takeBack(each.task(), each.mapIndex()));
        return any;
    }

    private static boolean isDecidedByRule(Instance instance) {
        return instance.startDate() == null
                && (instance.state() == TaskState.UPSTREAM_FAILED || instance.state() == TaskState.SKIPPED);
    }

    private List<Target> below(Target target, Set<Integer> wideSeen) {
        int task = target.task();
        boolean deep = graph.task(task).body() == Body.SHORT_CIRCUIT;
        List<Target> below = new ArrayList<>();
        addAll(below, target, deep ? graph.descendants(task) : graph.downstream(task), wideSeen);
        addAll(below, target, graph.scopeTasks(task), wideSeen);
        addAll(below, target, graph.mappedOver(task), wideSeen);
        return below;
    }

    private void addAll(List<Target> below, Target target, Ints tasks, Set<Integer> wideSeen) {
        for (int i = 0; i < tasks.size(); i++) {
            int task = tasks.get(i);
            boolean sameIndex = graph.paired(target.task(), task) && draft.expanded(task) && target.mapIndex() >= 0;
            if (sameIndex && target.mapIndex() < draft.instances(task)) {
                below.add(new Target(task, target.mapIndex()));
            } else if (!sameIndex && wideSeen.add(task)) {
                // Once is enough: a thousand cleared instances above open the same instances below.
                all(task, below);
            }
        }
    }

    private void all(int task, List<Target> targets) {
        int first = draft.expanded(task) ? 0 : -1;
        for (int index = first; index < first + draft.instances(task); index++) {
            targets.add(new Target(task, index));
        }
    }

    /** Those that exist; -1 stands for all instances of an expanded task. */
    private List<Target> present(List<Target> targets) {
        List<Target> present = new ArrayList<>();
        for (Target target : targets) {
            if (RunMachine.exists(graph, draft, target.task(), target.mapIndex())) {
                present.add(target);
            } else if (target.mapIndex() == -1 && target.task() >= 0 && target.task() < graph.size()) {
                all(target.task(), present);
            }
        }
        return present.stream().distinct().toList();
    }
}
