package dev.rondo.webserver.dag;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.DagQueries;
import dev.rondo.metadata.query.DagQueries.DagRow;
import dev.rondo.metadata.query.DeadlineQueries;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.user.FavoriteStore;
import dev.rondo.metadata.why.NoRun;
import dev.rondo.metadata.why.WhyStore;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.deadline.DeadlineView;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.Outage;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DAGs: list, one, details, pause, delete, tasks, and why one does not run. */
public final class DagRoutes {

    private final DagQueries dags;
    private final DagLookup lookup;
    private final Graphs graphs;
    private final DeadlineQueries deadlines;
    private final FavoriteStore favorites;
    private final WhyStore why;
    private final CommandSender commands;
    private final Json json;
    private final InstantSource clock;

    public DagRoutes(
            DagQueries dags,
            DagLookup lookup,
            Graphs graphs,
            DeadlineQueries deadlines,
            FavoriteStore favorites,
            WhyStore why,
            CommandSender commands,
            Json json,
            InstantSource clock) {
        this.dags = dags;
        this.lookup = lookup;
        this.graphs = graphs;
        this.deadlines = deadlines;
        this.favorites = favorites;
        this.why = why;
        this.commands = commands;
        this.json = json;
        this.clock = clock;
    }

    record Dags(List<DagView> dags, long totalEntries) {}

    record Tasks(List<TaskView> tasks, int totalEntries) {}

    /** What holds its runs back, and as a fact the deadlines of those that are not over. */
    record Reasons(List<NoRunReasons.Held> reasons, List<DeadlineView> deadlines) {}

    record Deleted(String dagId) {}

    record Patch(@Nullable Boolean isPaused) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags().get(Api.ROOT + "/dags", Role.VIEWER, this::list);
        api.ofDags().patch(Api.ROOT + "/dags", Role.USER, this::pauseMany);
        api.get(Api.ROOT + "/dags/{dag_id}", Role.VIEWER, request -> view(request, lookup.require(request)));
        api.patch(Api.ROOT + "/dags/{dag_id}", Role.USER, this::pause);
        api.deleteSaying(Api.ROOT + "/dags/{dag_id}", Role.USER, this::delete);
        api.get(Api.ROOT + "/dags/{dag_id}/details", Role.VIEWER, this::details);
        api.get(Api.ROOT + "/dags/{dag_id}/tasks", Role.VIEWER, this::tasks);
        api.get(Api.ROOT + "/dags/{dag_id}/tasks/{task_id}", Role.VIEWER, this::task);
        api.get(Api.ROOT + "/dags/{dag_id}/why", Role.VIEWER, this::why);
    }

    private DagView view(Request request, DagRow row) {
        return DagView.of(row, graphs.require(row.versionId()), roleOf(request, row));
    }

    private static Role roleOf(Request request, DagRow row) {
        return request.caller().rights().of(row.dagId(), Set.copyOf(row.tags()));
    }

    private List<DagView> views(Request request, List<DagRow> rows) {
        Map<Long, DagSpec> specs =
                graphs.require(rows.stream().map(DagRow::versionId).toList());
        return rows.stream()
                .map(row -> DagView.of(row, Objects.requireNonNull(specs.get(row.versionId())), roleOf(request, row)))
                .toList();
    }

    private Dags list(Request request) {
        Listed<DagRow> found = find(request);
        return new Dags(views(request, found.rows()), found.total());
    }

    private Listed<DagRow> find(Request request) {
        return dags.list(
                DagQueries.dags(request.caller().username()).read(request),
                DagQueries.ORDERS.read(request),
                request.page());
    }

    /** One page of DAGs at a time, as with reading them. */
    private Dags pauseMany(Request request) {
        boolean paused = pausedOf(request);
        boolean named = request.query("dag_id_pattern") != null || request.query("dag_id_prefix_pattern") != null;
        if (!named
                && request.queries("tags").isEmpty()
                && request.queries("owners").isEmpty()) {
            throw ProblemException.invalid(
                    "dag_id_pattern", "say which DAGs: by dag_id_pattern (~ for all), by tags or by owners");
        }
        Listed<DagRow> found = find(request);
        request.refuseOthers();
        int done = 0;
        for (DagRow dag : found.rows()) {
            try {
                commands.send(
                        request,
                        ":" + dag.dagId(),
                        new Command.SetPaused(dag.dagId(), paused),
                        CommandReply.Done.class);
            } catch (RuntimeException e) {
                throw Outage.of(e)
                        .after(done + " of " + found.rows().size() + " DAGs were changed, then '" + dag.dagId() + "'");
            }
            done++;
        }
        return new Dags(
                views(
                        request,
                        found.rows().stream()
                                .map(row -> lookup.require(row.dagId()))
                                .toList()),
                found.total());
    }

    private DagView pause(Request request) {
        boolean paused = pausedOf(request);
        DagRow dag = lookup.require(request);
        commands.send(request, new Command.SetPaused(dag.dagId(), paused), CommandReply.Done.class);
        return view(request, lookup.require(dag.dagId()));
    }

    private Deleted delete(Request request) {
        DagRow dag = lookup.require(request);
        commands.send(request, new Command.DeleteDag(dag.dagId()), CommandReply.Done.class);
        return new Deleted(dag.dagId());
    }

    private static boolean pausedOf(Request request) {
        Patch patch = request.body(Patch.class);
        for (String field : request.queries("update_mask")) {
            if (!field.equals("is_paused")) {
                throw ProblemException.notAllowed("update_mask", field, List.of("is_paused"));
            }
        }
        if (patch.isPaused() == null) {
            throw ProblemException.invalid("body.is_paused", "it is missing");
        }
        return patch.isPaused();
    }

    private DagView.Details details(Request request) {
        DagRow row = lookup.require(request);
        Map<String, Integer> runs =
                dags.runCounts(List.of(row.dagId()), request.dags()).getOrDefault(row.dagId(), Map.of());
        VersionView version = dags.versions(List.of(row.versionId())).values().stream()
                .findFirst()
                .map(VersionView::of)
                .orElse(null);
        int active = runs.getOrDefault("running", 0) + runs.getOrDefault("queued", 0);
        boolean favorite = favorites.contains(request.caller().username(), row.dagId());
        return DagView.details(
                view(request, row), row, graphs.require(row.versionId()), favorite, active, version, json);
    }

    private Tasks tasks(Request request) {
        List<TaskView> tasks = new ArrayList<>(TaskView.all(graphs.require(versionOf(request))));
        List<String> order = request.order(TaskView.ORDERS.keySet());
        order.reversed().forEach(key -> tasks.sort(TaskView.order(key))); // each sort keeps what the one before did
        return new Tasks(tasks, tasks.size());
    }

    /** The version in force, or the one that {@code version_number} (ours) names: a run may be of an older one. */
    private long versionOf(Request request) {
        DagRow row = lookup.require(request);
        Integer number = request.integer("version_number");
        return number == null
                ? row.versionId()
                : Versions.require(dags, row.dagId(), number).versionId();
    }

    private TaskView task(Request request) {
        DagSpec spec = graphs.require(versionOf(request));
        String taskId = request.path("task_id");
        return TaskView.all(spec).stream()
                .filter(task -> task.taskId().equals(taskId))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "TASK_NOT_FOUND", "DAG '" + spec.dagId() + "' has no task '" + taskId + "'"));
    }

    private Reasons why(Request request) {
        DagRow row = lookup.require(request);
        NoRun answer = why.ofDag(row.dagId(), request.dags(), clock.instant().truncatedTo(ChronoUnit.MICROS))
                .orElseThrow(() ->
                        ProblemException.notFound("DAG_NOT_FOUND", "there is no DAG '" + row.dagId() + "' any more"));
        return new Reasons(
                NoRunReasons.of(
                        request,
                        answer,
                        dags.findImportError(row.bundleName(), row.fileName()).orElse(null),
                        dags.isOfOthers(row.bundleName(), row.fileName(), request.dags())),
                DeadlineView.of(deadlines.ofActiveRuns(row.dagId())));
    }
}
