package dev.rondo.webserver.dag;

import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DagQueries.DagRow;
import dev.rondo.metadata.query.DagQueries.VersionRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Versions, tags and the counts of runs by state. */
public final class DagVersionRoutes {

    private static final List<String> STATES = List.of("queued", "running", "success", "failed");

    private final DagQueries dags;
    private final DagLookup lookup;

    public DagVersionRoutes(DagQueries dags, DagLookup lookup) {
        this.dags = dags;
        this.lookup = lookup;
    }

    record VersionList(List<VersionView> dagVersions, long totalEntries) {}

    record Tags(List<String> tags, long totalEntries) {}

    record Stats(List<DagStats> dags, int totalEntries) {}

    record DagStats(String dagId, String dagDisplayName, List<StateCount> stats) {}

    record StateCount(String state, int count) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(Api.ROOT + "/dags/{dag_id}/dagVersions", Role.VIEWER, this::list);
        api.get(Api.ROOT + "/dags/{dag_id}/dagVersions/{version_number}", Role.VIEWER, this::one);
        api.ofDags().get(Api.ROOT + "/dagTags", Role.VIEWER, this::tags);
        api.ofDags().get(Api.ROOT + "/dagStats", Role.VIEWER, this::stats);
    }

    private VersionList list(Request request) {
        DagRow dag = lookup.require(request);
        Listed<VersionRow> found = dags.versionsOf(
                dag.dagId(),
                DagQueries.VERSIONS.read(request),
                DagQueries.VERSION_ORDERS.read(request),
                request.page());
        return new VersionList(found.rows().stream().map(VersionView::of).toList(), found.total());
    }

    private VersionView one(Request request) {
        return VersionView.of(
                Versions.require(dags, lookup.require(request).dagId(), request.number("version_number")));
    }

    private Tags tags(Request request) {
        Listed<String> found =
                dags.tags(DagQueries.TAGS.read(request), DagQueries.TAG_ORDERS.read(request), request.page());
        return new Tags(found.rows(), found.total());
    }

    private Stats stats(Request request) {
        Map<String, Map<String, Integer>> counts = dags.runCounts(request.queries("dag_ids"), request.dags());
        List<DagStats> all = counts.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(each -> new DagStats(
                        each.getKey(),
                        each.getKey(),
                        STATES.stream()
                                .map(state ->
                                        new StateCount(state, each.getValue().getOrDefault(state, 0)))
                                .toList()))
                .toList();
        return new Stats(all, all.size());
    }
}
