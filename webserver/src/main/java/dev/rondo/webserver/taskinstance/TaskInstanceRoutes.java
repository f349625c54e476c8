package dev.rondo.webserver.taskinstance;

import dev.rondo.metadata.query.Cursor;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.Ordered;
import dev.rondo.metadata.query.Slice;
import dev.rondo.metadata.query.Wanted;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.BatchList;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Task instances and their tries, for reading. */
public final class TaskInstanceRoutes {

    static final String INSTANCES = Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances";
    static final String INSTANCE = INSTANCES + "/{task_id}";

    private final InstanceQueries instances;
    private final InstanceLookup lookup;
    private final DagLookup dags;
    private final RunLookup runs;
    private final GraphFilters graphFilters;

    public TaskInstanceRoutes(
            InstanceQueries instances,
            InstanceLookup lookup,
            DagLookup dags,
            RunLookup runs,
            GraphFilters graphFilters) {
        this.instances = instances;
        this.lookup = lookup;
        this.dags = dags;
        this.runs = runs;
        this.graphFilters = graphFilters;
    }

    record Tries(List<InstanceView.TryView> taskInstances, int totalEntries) {}

    /** Links of an operator to other systems; no operator of ours has any. */
    record Links(Map<String, String> extraLinks, int totalEntries) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags().get(INSTANCES, Role.VIEWER, this::list);
        api.ofDags().post(INSTANCES + "/list", Role.VIEWER, this::batch);
        api.get(INSTANCE + "/listMapped", Role.VIEWER, this::listMapped);
        // A word in the place of the map index comes first: Javalin takes the first route that fits.
        api.get(INSTANCE + "/links", Role.VIEWER, this::links);
        api.get(INSTANCE + "/tries", Role.VIEWER, this::tries);
        api.get(INSTANCE + "/tries/{task_try_number}", Role.VIEWER, this::oneTry);
        api.get(INSTANCE + "/{map_index}/tries", Role.VIEWER, this::tries);
        api.get(INSTANCE + "/{map_index}/tries/{task_try_number}", Role.VIEWER, this::oneTry);
        api.get(INSTANCE, Role.VIEWER, request -> lookup.view(lookup.require(request)));
    }

    /** Declares the route whose path fits any word; after all others below an instance. */
    public void declareMapped(Api api) {
        api.get(INSTANCE + "/{map_index}", Role.VIEWER, request -> lookup.view(lookup.require(request)));
    }

    private Instances list(Request request) {
        String dagId = request.pathOrAny("dag_id");
        String runId = request.pathOrAny("dag_run_id");
        if (dagId != null && runId != null) {
            runs.require(request);
        } else if (dagId != null) {
            dags.require(dagId);
        }
        Wanted wanted = InstanceQueries.of(dagId, runId, null)
                .and(InstanceQueries.ANYWHERE.read(request))
                .and(graphFilters.ofGroup(request, dagId, runId))
                .and(graphFilters.ofOperator(request, dagId, runId));
        Ordered order = InstanceQueries.ORDERS.read(request);
        Cursor cursor = request.cursor(order);
        if (cursor == null) {
            return list(request, wanted);
        }
        Slice<InstanceRow> slice = instances.list(wanted, order, cursor, request.page());
        return Instances.of(lookup.views(slice.rows()), slice);
    }

    private Instances listMapped(Request request) {
        runs.require(request);
        String dagId = request.path("dag_id");
        String runId = request.path("dag_run_id");
        Wanted wanted = InstanceQueries.of(dagId, runId, request.path("task_id"))
                .and(InstanceQueries.MAPPED.read(request))
                .and(graphFilters.ofOperator(request, dagId, runId));
        return list(request, wanted);
    }

    private Instances list(Request request, Wanted wanted) {
        Listed<InstanceRow> found = instances.list(wanted, InstanceQueries.ORDERS.read(request), request.page());
        return Instances.of(lookup.views(found.rows()), found.count());
    }

    /** A list whose filters come in the body: ids of many runs do not fit an address. */
    record Batch(
            @Nullable List<String> dagIds,
            @Nullable List<String> dagRunIds,
            @Nullable List<String> taskIds,
            @Nullable List<@Nullable String> state,
            @Nullable Instant runAfterGte,
            @Nullable Instant runAfterGt,
            @Nullable Instant runAfterLte,
            @Nullable Instant runAfterLt,
            @Nullable Instant logicalDateGte,
            @Nullable Instant logicalDateGt,
            @Nullable Instant logicalDateLte,
            @Nullable Instant logicalDateLt,
            @Nullable Instant startDateGte,
            @Nullable Instant startDateGt,
            @Nullable Instant startDateLte,
            @Nullable Instant startDateLt,
            @Nullable Instant endDateGte,
            @Nullable Instant endDateGt,
            @Nullable Instant endDateLte,
            @Nullable Instant endDateLt,
            @Nullable Double durationGte,
            @Nullable Double durationGt,
            @Nullable Double durationLte,
            @Nullable Double durationLt,
            @Nullable List<String> pool,
            @Nullable List<String> queue,
            @Nullable List<String> executor,
            @Nullable Integer pageOffset,
            @Nullable Integer pageLimit,
            @Nullable String orderBy) {}

    private Instances batch(Request request) {
        if (request.pathOrAny("dag_id") != null || request.pathOrAny("dag_run_id") != null) {
            throw ProblemException.invalid("dag_id", "DAG and run must be ~ here; they are named in the body");
        }
        BatchList asked = BatchList.of(request, Batch.class);
        Listed<InstanceRow> found =
                instances.list(InstanceQueries.BODY.read(asked), InstanceQueries.ORDERS.read(asked), asked.page());
        return Instances.of(lookup.views(found.rows()), found.count());
    }

    private Links links(Request request) {
        lookup.require(request);
        request.integer("try_number"); // no try has any
        return new Links(Map.of(), 0);
    }

    private Tries tries(Request request) {
        InstanceRow row = lookup.require(request);
        InstanceView view = lookup.view(row);
        List<InstanceView.TryView> tries =
                lookup.tries(row).stream().map(view::tryView).toList();
        return new Tries(tries, tries.size());
    }

    private InstanceView.TryView oneTry(Request request) {
        InstanceRow row = lookup.require(request);
        int number = request.smallNumber("task_try_number");
        InstanceLookup.Try found = lookup.tries(row).stream()
                .filter(one -> one.newest().tryNumber() == number)
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "TRY_NOT_FOUND",
                        "task '" + row.taskId() + "' of run '" + row.runId() + "' has no try " + number
                                + "; its last is " + row.tryNumber()));
        return lookup.view(row).tryView(found);
    }
}
