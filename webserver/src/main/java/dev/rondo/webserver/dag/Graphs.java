package dev.rondo.webserver.dag;

import dev.rondo.metadata.query.DagQueries;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The graphs of DAG versions. A version never changes, so the last ones read are kept. */
public final class Graphs {

    // A graph of 5,000 tasks takes some megabytes; a list of DAGs reads a hundred small ones each time it is looked at.
    private static final int TASKS_KEPT = 50_000;

    private final DagQueries dags;

    // Guards itself and the number of tasks in it; the one not used for longest goes first.
    private final Map<Long, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private int tasksKept;

    public Graphs(DagQueries dags) {
        this.dags = dags;
    }

    private record Known(DagSpec spec, Map<String, TaskSpec> tasks) {
        int weight() {
            return tasks.size() + 1;
        }
    }

    /** The graph of a version. */
    public DagSpec require(long versionId) {
        return known(versionId).spec();
    }

    /** Whether a task belongs to a group, or to a group in it. */
    public static boolean isWithin(TaskSpec task, String groupId) {
        String group = task.groupId();
        return group != null && (group.equals(groupId) || group.startsWith(groupId + "."));
    }

    /** A task of a version; empty when that version has no such task. */
    public Optional<TaskSpec> task(long versionId, String taskId) {
        return Optional.ofNullable(known(versionId).tasks().get(taskId));
    }

    /** The graphs of versions; those that are not kept are read at once. */
    public Map<Long, DagSpec> require(Collection<Long> versionIds) {
        Map<Long, DagSpec> specs = new HashMap<>();
        synchronized (known) {
            for (long versionId : versionIds) {
                Known found = known.get(versionId);
                if (found != null) {
                    specs.put(versionId, found.spec());
                }
            }
        }
        List<Long> missing = versionIds.stream()
                .filter(id -> !specs.containsKey(id))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            Map<Long, String> graphs = dags.graphs(missing);
            missing.forEach(id -> specs.put(id, keep(id, graphs.get(id)).spec()));
        }
        return specs;
    }

    private Known known(long versionId) {
        synchronized (known) {
            Known found = known.get(versionId);
            if (found != null) {
                return found;
            }
        }
        return keep(versionId, dags.graphs(List.of(versionId)).get(versionId));
    }

    private Known keep(long versionId, @Nullable String graph) {
        if (graph == null) {
            throw new IllegalStateException("the graph of DAG version " + versionId + " is gone");
        }
        DagSpec spec = SpecJson.read(graph);
        Map<String, TaskSpec> tasks = new LinkedHashMap<>();
        spec.tasks().forEach(task -> tasks.put(task.taskId(), task));
        Known read = new Known(spec, tasks);
        synchronized (known) {
            if (known.put(versionId, read) == null) {
                tasksKept += read.weight();
            }
            var eldest = known.values().iterator();
            while (tasksKept > TASKS_KEPT && eldest.hasNext()) {
                tasksKept -= eldest.next().weight();
                eldest.remove();
            }
        }
        return read;
    }
}
