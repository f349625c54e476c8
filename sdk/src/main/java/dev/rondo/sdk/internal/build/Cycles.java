package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.internal.define.TaskDraft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds tasks that wait for each other in a circle. */
final class Cycles {

    private final Graph graph;
    private final Map<TaskDraft, Iterator<TaskDraft>> open = new HashMap<>();
    private final Set<TaskDraft> done = new HashSet<>();
    private final Set<TaskDraft> reported = new HashSet<>();
    private final List<TaskDraft> path = new ArrayList<>();

    Cycles(Graph graph) {
        this.graph = graph;
    }

    /** Reports each circle of tasks that share none with one reported before. */
    void check(List<TaskDraft> tasks, Problems problems) {
        tasks.forEach(task -> walk(task, problems));
    }

    /** Depth first, with a stack of its own: a chain of 20,000 tasks would overflow the thread's. */
    private void walk(TaskDraft start, Problems problems) {
        Deque<TaskDraft> todo = new ArrayDeque<>();
        enter(start, todo);
        while (!todo.isEmpty()) {
            TaskDraft task = todo.element();
            Iterator<TaskDraft> next = open.get(task);
            if (next == null || !next.hasNext()) {
                todo.remove();
                path.removeLast();
                open.remove(task);
                done.add(task);
                continue;
            }
            TaskDraft below = next.next();
            if (open.containsKey(below)) {
                report(below, problems);
            } else {
                enter(below, todo);
            }
        }
    }

    private void enter(TaskDraft task, Deque<TaskDraft> todo) {
        if (!done.contains(task)) {
            open.put(task, graph.below(task).iterator());
            path.add(task);
            todo.push(task);
        }
    }

    private void report(TaskDraft closing, Problems problems) {
        List<TaskDraft> circle = new ArrayList<>(path.subList(indexOf(closing), path.size()));
        if (circle.stream().anyMatch(reported::contains)) {
            return;
        }
        reported.addAll(circle);
        circle.add(closing);
        String text = circle.stream().map(TaskDraft::id).collect(Collectors.joining(" -> "));
        problems.add(
                ProblemCode.DAG_HAS_CYCLE,
                closing,
                "tasks wait for each other in a circle: " + text,
                "take one of these dependencies out");
    }

    private int indexOf(TaskDraft task) {
        for (int i = path.size() - 1; i >= 0; i--) {
            if (path.get(i) == task) {
                return i;
            }
        }
        throw new IllegalStateException("task '" + task.id() + "' is open but not on the path");
    }
}
