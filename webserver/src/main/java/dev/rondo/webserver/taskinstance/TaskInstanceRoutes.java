package dev.rondo.webserver.taskinstance;

import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.InstanceQueries.InstanceFilter;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.InstanceQueries.TryRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Task instances and their tries, for reading. */
public final class TaskInstanceRoutes {

    static final String INSTANCES = Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances";
    static final String INSTANCE = INSTANCES + "/{task_id}";

    private static final Set<String> STATES = Stream.concat(
                    Arrays.stream(TaskState.values()).map(TaskState::wireName), Stream.of("no_status"))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> ORDERS = Set.of(
            "id", "start_date", "end_date", "state", "task_id", "map_index", "logical_date", "run_after", "try_number");

    private final InstanceQueries instances;
    private final InstanceLookup lookup;
    private final DagLookup dags;
    private final RunLookup runs;

    public TaskInstanceRoutes(InstanceQueries instances, InstanceLookup lookup, DagLookup dags, RunLookup runs) {
        this.instances = instances;
        this.lookup = lookup;
        this.dags = dags;
        this.runs = runs;
    }

    record Tries(List<InstanceView.TryView> taskInstances, int totalEntries) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(INSTANCES, Role.VIEWER, this::list);
        api.get(INSTANCE + "/listMapped", Role.VIEWER, this::listMapped);
        // A word in the place of the map index comes first: Javalin takes the first route that fits.
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
        return list(request, dagId, runId, request.query("task_id"), request.integer("map_index"));
    }

    private Instances listMapped(Request request) {
        runs.require(request);
        Integer mapIndex = request.integer("map_index");
        return list(request, request.path("dag_id"), request.path("dag_run_id"), request.path("task_id"), mapIndex);
    }

    private Instances list(
            Request request,
            @Nullable String dagId,
            @Nullable String runId,
            @Nullable String taskId,
            @Nullable Integer mapIndex) {
        InstanceFilter filter = new InstanceFilter(
                dagId, runId, taskId, mapIndex, request.queries("state", STATES), request.queries("pool"));
        Listed<InstanceRow> found = instances.list(filter, request.order("id", ORDERS), request.page());
        return Instances.of(lookup.views(found.rows()), found.total());
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
        TryRow found = lookup.tries(row).stream()
                .filter(one -> one.tryNumber() == number)
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "TRY_NOT_FOUND",
                        "task '" + row.taskId() + "' of run '" + row.runId() + "' has no try " + number
                                + "; its last is " + row.tryNumber()));
        return lookup.view(row).tryView(found);
    }
}
