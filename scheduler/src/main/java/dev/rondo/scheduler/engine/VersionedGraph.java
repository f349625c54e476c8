package dev.rondo.scheduler.engine;

import dev.rondo.core.graph.Graph;
import java.util.stream.IntStream;

/**
 * A DAG version ready for use.
 *
 * @param jarHash of the jar that defines it
 * @param limitedPerDag whether a task of it has a limit over all runs of the DAG
 */
public record VersionedGraph(long versionId, String jarHash, Graph graph, boolean limitedPerDag) {

    static VersionedGraph of(long versionId, String jarHash, Graph graph) {
        boolean limited = IntStream.range(0, graph.size())
                .anyMatch(task -> graph.task(task).options().maxActivePerDag() != null);
        return new VersionedGraph(versionId, jarHash, graph, limited);
    }

    String dagId() {
        return graph.spec().dagId();
    }
}
