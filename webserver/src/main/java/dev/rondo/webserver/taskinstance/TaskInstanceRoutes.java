package dev.rondo.webserver.taskinstance;

import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.InstanceQueries.InstanceFilter;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.InstanceQueries.TryRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.Times;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.BatchList;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    /** Links of an operator to other systems; no operator of ours has any. */
    record Links(Map<String, String> extraLinks, int totalEntries) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(INSTANCES, Role.VIEWER, this::list);
        api.post(INSTANCES + "/list", Role.VIEWER, this::batch);
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
        String taskId = request.query("task_id");
        return list(
                request,
                dagId == null ? List.of() : List.of(dagId),
                runId == null ? List.of() : List.of(runId),
                taskId == null ? List.of() : List.of(taskId),
                request.integer("map_index"));
    }

    private Instances listMapped(Request request) {
        runs.require(request);
        Integer mapIndex = request.integer("map_index");
        return list(
                request,
                List.of(request.path("dag_id")),
                List.of(request.path("dag_run_id")),
                List.of(request.path("task_id")),
                mapIndex);
    }

    private Instances list(
            Request request,
            List<String> dagIds,
            List<String> runIds,
            List<String> taskIds,
            @Nullable Integer mapIndex) {
        InstanceFilter filter = new InstanceFilter(
                dagIds,
                runIds,
                taskIds,
                mapIndex,
                request.queries("state", STATES),
                request.queries("pool"),
                request.queries("queue"),
                request.times("logical_date"),
                request.times("run_after"),
                request.times("start_date"),
                request.times("end_date"));
        Listed<InstanceRow> found = instances.list(filter, request.order("id", ORDERS), request.page());
        return Instances.of(lookup.views(found.rows()), found.total());
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
            @Nullable String orderBy) {

        void requireKnown() {
            if (durationGte != null || durationGt != null || durationLte != null || durationLt != null) {
                throw ProblemException.invalid("body", "instances are not filtered by duration here; leave it out");
            }
            if (executor != null) {
                throw ProblemException.invalid("body.executor", "there is one executor here; leave it out");
            }
        }

        InstanceFilter filter() {
            return new InstanceFilter(
                    BatchList.of("body.dag_ids", dagIds),
                    BatchList.of("body.dag_run_ids", dagRunIds),
                    BatchList.of("body.task_ids", taskIds),
                    null,
                    BatchList.of("body.state", state, STATES),
                    BatchList.of("body.pool", pool),
                    BatchList.of("body.queue", queue),
                    Times.of(logicalDateGte, logicalDateGt, logicalDateLte, logicalDateLt),
                    Times.of(runAfterGte, runAfterGt, runAfterLte, runAfterLt),
                    Times.of(startDateGte, startDateGt, startDateLte, startDateLt),
                    Times.of(endDateGte, endDateGt, endDateLte, endDateLt));
        }
    }

    private Instances batch(Request request) {
        if (request.pathOrAny("dag_id") != null || request.pathOrAny("dag_run_id") != null) {
            throw ProblemException.invalid("dag_id", "DAG and run must be ~ here; they are named in the body");
        }
        Batch batch = request.body(Batch.class);
        batch.requireKnown();
        Listed<InstanceRow> found = instances.list(
                batch.filter(),
                BatchList.order(batch.orderBy(), ORDERS),
                BatchList.page(batch.pageOffset(), batch.pageLimit()));
        return Instances.of(lookup.views(found.rows()), found.total());
    }

    private Links links(Request request) {
        lookup.require(request);
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
