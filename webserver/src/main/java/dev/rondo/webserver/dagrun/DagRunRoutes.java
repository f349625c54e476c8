package dev.rondo.webserver.dagrun;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.query.Cursor;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.Ordered;
import dev.rondo.metadata.query.Page;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.metadata.query.Slice;
import dev.rondo.metadata.query.Total;
import dev.rondo.metadata.query.Wanted;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.BatchList;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.taskinstance.Affected;
import dev.rondo.webserver.taskinstance.Instances;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs: list, one, trigger, mark, delete. */
public final class DagRunRoutes {

    static final String RUNS = Api.ROOT + "/dags/{dag_id}/dagRuns";
    static final String RUN = RUNS + "/{dag_run_id}";

    private static final Set<String> SET_STATES = Set.of("queued", "success", "failed");
    private static final int MAX_ID = 250;
    private static final int MAX_NOTE = 1_000;

    private final RunQueries runs;
    private final RunLookup lookup;
    private final DagLookup dags;
    private final CommandSender commands;
    private final Affected affected;
    private final Json json;

    public DagRunRoutes(
            RunQueries runs, RunLookup lookup, DagLookup dags, CommandSender commands, Affected affected, Json json) {
        this.runs = runs;
        this.lookup = lookup;
        this.dags = dags;
        this.commands = commands;
        this.affected = affected;
        this.json = json;
    }

    /** A page by offset has no cursors, and of a long list an estimate; by cursor the total is told to the limit. */
    record Runs(
            List<RunView> dagRuns,
            long totalEntries,
            boolean totalEntriesEstimated,
            @Nullable Integer totalEntriesLimit,
            @Nullable String nextCursor,
            @Nullable String previousCursor) {
        static Runs of(List<RunView> runs, long total) {
            return of(runs, new Total(total, false));
        }

        static Runs of(List<RunView> runs, Total total) {
            return new Runs(runs, total.number(), total.isEstimate(), null, null, null);
        }
    }

    record Trigger(
            @Nullable String dagRunId,
            @Nullable Instant dataIntervalStart,
            @Nullable Instant dataIntervalEnd,
            @Nullable Instant logicalDate,
            @Nullable Instant runAfter,
            @Nullable JsonNode conf,
            @Nullable String note,
            @Nullable String partitionKey) {
        static final Trigger NOTHING = new Trigger(null, null, null, null, null, null, null, null);
    }

    record Patch(@Nullable String state, @Nullable String note) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags().get(RUNS, Role.VIEWER, this::list);
        api.post(RUNS, Role.USER, this::trigger);
        api.ofDags().post(RUNS + "/list", Role.VIEWER, this::batch);
        api.get(RUN, Role.VIEWER, request -> lookup.view(lookup.require(request)));
        api.patch(RUN, Role.USER, this::patch);
        api.patch(RUN + "/dry_run", Role.USER, this::preview);
        api.delete(RUN, Role.USER, this::delete);
    }

    private Runs list(Request request) {
        String dagId = request.pathOrAny("dag_id");
        if (dagId != null) {
            dags.require(dagId);
        }
        Wanted wanted = dagId == null
                ? RunQueries.OF_ALL.read(request)
                : RunQueries.ofDag(dagId).and(RunQueries.OF_DAG.read(request));
        Ordered order = RunQueries.ORDERS.read(request);
        Page page = request.page();
        Cursor cursor = request.cursor(order);
        if (cursor != null) {
            Slice<RunRow> slice = runs.list(wanted, order, cursor, page);
            return new Runs(
                    lookup.views(slice.rows()),
                    slice.count().number(),
                    slice.count().isEstimate(),
                    Slice.MAX_TOTAL,
                    slice.next(),
                    slice.previous());
        }
        Listed<RunRow> found = runs.list(wanted, order, page);
        return Runs.of(lookup.views(found.rows()), found.count());
    }

    /** A list whose filters come in the body: ids of many DAGs do not fit an address. */
    record Batch(
            @Nullable String orderBy,
            @Nullable Integer pageOffset,
            @Nullable Integer pageLimit,
            @Nullable List<String> dagIds,
            @Nullable List<@Nullable String> states,
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
            @Nullable String confContains) {}

    private Runs batch(Request request) {
        if (request.pathOrAny("dag_id") != null) {
            throw ProblemException.invalid("dag_id", "it must be ~ here; DAGs are named in body.dag_ids");
        }
        BatchList asked = BatchList.of(request, Batch.class);
        Listed<RunRow> found = runs.list(RunQueries.BODY.read(asked), RunQueries.ORDERS.read(asked), asked.page());
        return Runs.of(lookup.views(found.rows()), found.count());
    }

    private RunView trigger(Request request) {
        String dagId = dags.require(request).dagId();
        return trigger(request, dagId, request.body(Trigger.class));
    }

    /** Triggers a DAG with what the body says, if there is one. */
    public Object trigger(Request request, String dagId) {
        return trigger(request, dagId, request.body(Trigger.class, Trigger.NOTHING));
    }

    private RunView trigger(Request request, String dagId, Trigger trigger) {
        if (trigger.partitionKey() != null) {
            throw ProblemException.invalid("body.partition_key", "partitions are not known here; leave it out");
        }
        if ((trigger.dataIntervalStart() == null) != (trigger.dataIntervalEnd() == null)) {
            throw ProblemException.invalid(
                    "body.data_interval_start",
                    "data_interval_start and data_interval_end come together or not at all");
        }
        var triggered = commands.send(
                request,
                new Command.TriggerRun(
                        dagId,
                        runId(trigger.dagRunId()),
                        trigger.logicalDate(),
                        trigger.dataIntervalStart(),
                        trigger.dataIntervalEnd(),
                        trigger.runAfter(),
                        conf(trigger.conf()),
                        note(trigger.note()),
                        CommandSender.source(request)),
                CommandReply.RunTriggered.class);
        return lookup.view(lookup.require(triggered.dagId(), triggered.runId()));
    }

    private static @Nullable String runId(@Nullable String given) {
        if (given != null && (given.isBlank() || given.length() > MAX_ID || hasControl(given))) {
            throw ProblemException.invalid(
                    "body.dag_run_id", "it must have 1 to " + MAX_ID + " characters, no control characters");
        }
        if (given != null && (given.contains("/") || given.equals("~"))) {
            throw ProblemException.invalid("body.dag_run_id", "it may not have a / or be ~: it stands in paths");
        }
        return given;
    }

    private @Nullable String conf(@Nullable JsonNode conf) {
        if (conf == null || conf.isNull()) {
            return null;
        }
        if (!conf.isObject()) {
            throw ProblemException.invalid("body.conf", "it must be a JSON object");
        }
        return json.kept("body.conf", conf);
    }

    static @Nullable String note(@Nullable String note) {
        if (note != null && (note.length() > MAX_NOTE || note.indexOf('\0') >= 0)) {
            throw ProblemException.invalid("body.note", "it must have at most " + MAX_NOTE + " characters, no NUL");
        }
        return note;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private RunView patch(Request request) {
        Patch patch = request.body(Patch.class);
        List<String> mask = request.queries("update_mask", Set.of("state", "note"));
        RunRow run = lookup.require(request);
        String state = mask.isEmpty() || mask.contains("state") ? patch.state() : null;
        if (state != null) {
            RunState marked = settable(state);
            commands.send(request, new Command.MarkRun(run.dagId(), run.runId(), marked), CommandReply.Done.class);
        }
        String note = note(patch.note());
        if (mask.contains("note") || (mask.isEmpty() && note != null)) {
            commands.send(
                    request,
                    ":note",
                    new Command.SetNote(run.dagId(), run.runId(), null, note),
                    CommandReply.Done.class);
        }
        return lookup.view(lookup.require(run.dagId(), run.runId()));
    }

    /** What a mark of the run would change; ours, Airflow has it for instances only. */
    private Instances preview(Request request) {
        Patch patch = request.body(Patch.class);
        RunRow run = lookup.require(request);
        String state = patch.state();
        if (state == null) {
            throw ProblemException.invalid("body.state", "it is missing");
        }
        return affected.show(commands.send(
                request,
                new Command.PreviewRunMark(run.dagId(), run.runId(), settable(state)),
                CommandReply.Affected.class));
    }

    static RunState settable(String state) {
        if (!SET_STATES.contains(state)) {
            throw ProblemException.notAllowed(
                    "body.state", state, SET_STATES.stream().sorted().toList());
        }
        return RunState.ofWireName(state);
    }

    private void delete(Request request) {
        RunRow run = lookup.require(request);
        commands.send(request, new Command.DeleteRun(run.dagId(), run.runId()), CommandReply.Done.class);
    }
}
