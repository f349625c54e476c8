package dev.rondo.webserver.dag;

import dev.rondo.metadata.query.DagQueries;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The graphs of DAG versions. A version never changes, so the last ones read are kept. */
public final class Graphs {

    // A page shows one DAG, a list of instances a few; a graph of 5,000 tasks takes some megabytes.
    private static final int KEPT = 32;

    private final DagQueries dags;

    // Guards itself; the one not used for longest goes first.
    private final Map<Long, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
            return size() > KEPT;
        }
    };

    public Graphs(DagQueries dags) {
        this.dags = dags;
    }

    private record Known(DagSpec spec, Map<String, TaskSpec> tasks) {}

    /** The graph of a version. */
    public DagSpec require(long versionId) {
        return known(versionId).spec();
    }

    /** A task of a version; empty when that version has no such task. */
    public Optional<TaskSpec> task(long versionId, String taskId) {
        return Optional.ofNullable(known(versionId).tasks().get(taskId));
    }

    private Known known(long versionId) {
        synchronized (known) {
            Known found = known.get(versionId);
            if (found != null) {
                return found;
            }
        }
        DagSpec spec = SpecJson.read(dags.findGraph(versionId)
                .orElseThrow(() -> new IllegalStateException("the graph of DAG version " + versionId + " is gone")));
        Map<String, TaskSpec> tasks = new LinkedHashMap<>();
        spec.tasks().forEach(task -> tasks.put(task.taskId(), task));
        Known read = new Known(spec, tasks);
        synchronized (known) {
            known.put(versionId, read);
        }
        return read;
    }
}
