package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.internal.define.TaskDraft;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The lines between the tasks of a DAG; drafts are equal only to themselves, as ids may still be doubled. */
final class Graph {

    private final Map<TaskDraft, Set<TaskDraft>> upstream = new HashMap<>();
    private final Map<TaskDraft, Set<TaskDraft>> downstream = new HashMap<>();

    Graph(Collection<TaskDraft> tasks) {
        for (TaskDraft task : tasks) {
            upstream.put(task, new LinkedHashSet<>());
            downstream.put(task, new LinkedHashSet<>());
        }
    }

    /** Whether the task is one of this DAG's. */
    boolean has(TaskDraft task) {
        return upstream.containsKey(task);
    }

    /** Draws a line; both are tasks of this DAG. */
    void connect(TaskDraft from, TaskDraft to) {
        of(upstream, to).add(from);
        of(downstream, from).add(to);
    }

    /** The tasks directly above. */
    Set<TaskDraft> above(TaskDraft task) {
        return Collections.unmodifiableSet(of(upstream, task));
    }

    /** The tasks directly below. */
    Set<TaskDraft> below(TaskDraft task) {
        return Collections.unmodifiableSet(of(downstream, task));
    }

    private static Set<TaskDraft> of(Map<TaskDraft, Set<TaskDraft>> lines, TaskDraft task) {
        Set<TaskDraft> found = lines.get(task);
        if (found == null) {
            throw new IllegalArgumentException("task '" + task.id() + "' is not in this graph");
        }
        return found;
    }
}
