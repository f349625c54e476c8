package dev.rondo.scheduler.engine;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Limits;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.metadata.run.StoredVersion;
import dev.rondo.sdk.spec.DagSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The graphs of DAG versions in use. A version never changes, so what is here is right for ever. */
final class GraphCache {

    private final int capacity;
    private final Limits limits;
    private final Function<String, DagSpec> reader;
    private final Map<Long, VersionedGraph> graphs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, VersionedGraph> eldest) {
            return size() > capacity;
        }
    };

    /**
     * A cache of so many graphs.
     *
     * @param limits of the installation
     * @param reader reads the stored text of a graph
     */
    GraphCache(int capacity, Limits limits, Function<String, DagSpec> reader) {
        this.capacity = capacity;
        this.limits = limits;
        this.reader = reader;
    }

    /** The graphs of versions, in one query for those that are not here. */
    Map<Long, VersionedGraph> get(RunTransaction transaction, Collection<Long> versionIds) {
        Map<Long, VersionedGraph> found = new LinkedHashMap<>();
        Set<Long> missing = new TreeSet<>();
        for (long id : versionIds) {
            VersionedGraph graph = graphs.get(id);
            if (graph == null) {
                missing.add(id);
            } else {
                found.put(id, graph);
            }
        }
        if (!missing.isEmpty()) {
            for (StoredVersion version : transaction.versions(missing)) {
                VersionedGraph graph = VersionedGraph.of(
                        version.versionId(), version.jarHash(), Graph.of(reader.apply(version.graph()), limits));
                graphs.put(version.versionId(), graph);
                found.put(version.versionId(), graph);
            }
        }
        return found;
    }
}
