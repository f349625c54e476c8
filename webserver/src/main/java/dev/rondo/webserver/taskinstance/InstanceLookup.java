package dev.rondo.webserver.taskinstance;

import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.InstanceQueries.InstanceKey;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.InstanceQueries.TryRow;
import dev.rondo.webserver.dag.Graphs;
import dev.rondo.webserver.dag.TaskView;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the instance that a path names, and shows instances. */
public final class InstanceLookup {

    private static final String LOST = "lost:";

    private final InstanceQueries instances;
    private final DagQueries dags;
    private final Graphs graphs;
    private final Json json;

    public InstanceLookup(InstanceQueries instances, DagQueries dags, Graphs graphs, Json json) {
        this.instances = instances;
        this.dags = dags;
        this.graphs = graphs;
        this.json = json;
    }

    /**
     * The instance that the path names, with its map index in the path, in the query, or none.
     *
     * @throws ProblemException 404 when there is none
     */
    public InstanceRow require(Request request) {
        Integer asked = request.integer("map_index");
        int mapIndex = request.context().pathParamMap().containsKey("map_index")
                ? request.smallNumber("map_index")
                : asked == null ? -1 : asked;
        return require(request.path("dag_id"), request.path("dag_run_id"), request.path("task_id"), mapIndex);
    }

    InstanceRow require(String dagId, String runId, String taskId, int mapIndex) {
        return instances
                .find(dagId, runId, taskId, mapIndex)
                .orElseThrow(() -> ProblemException.notFound(
                        "TASK_INSTANCE_NOT_FOUND",
                        "run '" + runId + "' of DAG '" + dagId + "' has no instance of task '" + taskId + "'"
                                + (mapIndex < 0
                                        ? "; a mapped one is named with its map index"
                                        : " [" + mapIndex + "]")));
    }

    /**
     * A try, as its newest dispatch made it.
     *
     * @param lost its executions that were lost with their worker or host, for which it was dispatched anew
     */
    public record Try(TryRow newest, List<TryRow> lost) {
        public Try {
            lost = List.copyOf(lost);
        }
    }

    /** Every try of an instance; the last one is the current. */
    public List<Try> tries(InstanceRow row) {
        Map<Integer, TryRow> newest = new TreeMap<>();
        Map<Integer, List<TryRow>> lost = new TreeMap<>();
        for (TryRow one : instances.tries(row.runNo(), row.taskId(), row.mapIndex())) {
            newest.put(one.tryNumber(), one);
            String reason = one.reason();
            if (reason != null && reason.startsWith(LOST)) {
                lost.computeIfAbsent(one.tryNumber(), n -> new ArrayList<>()).add(one);
            }
        }
        if (row.tryNumber() > 0) {
            newest.put(row.tryNumber(), InstanceView.currentTry(row));
        }
        return newest.entrySet().stream()
                .map(one -> new Try(one.getValue(), lost.getOrDefault(one.getKey(), List.of())))
                .toList();
    }

    InstanceView view(InstanceRow row) {
        return views(List.of(row)).getFirst();
    }

    List<InstanceView> views(List<InstanceRow> rows) {
        var versions = dags.versions(
                rows.stream().map(InstanceRow::versionId).distinct().toList());
        return rows.stream()
                .map(row -> InstanceView.of(
                        row,
                        graphs.task(row.versionId(), row.taskId())
                                .map(TaskView::operatorName)
                                .orElse(null),
                        versions.get(row.versionId()),
                        json))
                .toList();
    }

    /** Instances by their keys, in order of run, task and map index. */
    public List<InstanceRow> find(List<InstanceKey> keys) {
        List<InstanceRow> found = new ArrayList<>(instances.find(keys));
        found.sort(Comparator.comparingLong(InstanceRow::runNo)
                .thenComparing(InstanceRow::taskId)
                .thenComparingInt(InstanceRow::mapIndex));
        return found;
    }
}
