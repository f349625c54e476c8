package dev.rondo.webserver.dagrun;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.Page;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.query.RunQueries.RunFilter;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.metadata.query.Times;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.BatchList;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs: list, one, trigger, mark, delete. */
public final class DagRunRoutes {

    static final String RUNS = Api.ROOT + "/dags/{dag_id}/dagRuns";
    static final String RUN = RUNS + "/{dag_run_id}";

    private static final Set<String> STATES = Set.of("queued", "running", "success", "failed");
    private static final Set<String> SET_STATES = Set.of("queued", "success", "failed");
    private static final Set<String> TYPES =
            Set.of("backfill", "scheduled", "manual", "operator_triggered", "asset_triggered", "asset_materialization");
    private static final Set<String> ORDERS = Set.of(
            "id", "dag_id", "run_id", "dag_run_id", "logical_date", "run_after", "start_date", "end_date", "state");
    private static final int MAX_ID = 250;
    private static final int MAX_NOTE = 1_000;

    private final RunQueries runs;
    private final RunLookup lookup;
    private final DagLookup dags;
    private final CommandSender commands;
    private final Json json;

    public DagRunRoutes(RunQueries runs, RunLookup lookup, DagLookup dags, CommandSender commands, Json json) {
        this.runs = runs;
        this.lookup = lookup;
        this.dags = dags;
        this.commands = commands;
        this.json = json;
    }

    record Runs(
            List<RunView> dagRuns,
            long totalEntries,
            @Nullable Long totalEntriesLimit,
            @Nullable String nextCursor,
            @Nullable String previousCursor) {
        static Runs of(List<RunView> runs, long total) {
            return new Runs(runs, total, null, null, null);
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
        api.get(RUNS, Role.VIEWER, this::list);
        api.post(RUNS, Role.USER, this::trigger);
        api.post(RUNS + "/list", Role.VIEWER, this::batch);
        api.get(RUN, Role.VIEWER, request -> lookup.view(lookup.require(request)));
        api.patch(RUN, Role.USER, this::patch);
        api.delete(RUN, Role.USER, this::delete);
    }

    private Runs list(Request request) {
        String dagId = request.pathOrAny("dag_id");
        if (dagId != null) {
            dags.require(dagId);
        }
        RunFilter filter = new RunFilter(
                dagId == null ? List.of() : List.of(dagId),
                request.queries("state", STATES),
                request.queries("run_type", TYPES),
                request.query("run_id_pattern"),
                request.times("logical_date"),
                request.times("run_after"),
                request.times("start_date"),
                request.times("end_date"));
        Page page = request.page();
        Listed<RunRow> found = runs.list(filter, request.order("id", ORDERS), page);
        return Runs.of(lookup.views(found.rows()), found.total());
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
            @Nullable String confContains) {

        void requireKnown() {
            if (durationGte != null || durationGt != null || durationLte != null || durationLt != null) {
                throw ProblemException.invalid("body", "runs are not filtered by duration here; leave it out");
            }
            if (confContains != null) {
                throw ProblemException.invalid("body.conf_contains", "runs are not filtered by conf here");
            }
        }

        RunFilter filter() {
            return new RunFilter(
                    BatchList.of("body.dag_ids", dagIds),
                    BatchList.of("body.states", states, STATES),
                    List.of(),
                    null,
                    Times.of(logicalDateGte, logicalDateGt, logicalDateLte, logicalDateLt),
                    Times.of(runAfterGte, runAfterGt, runAfterLte, runAfterLt),
                    Times.of(startDateGte, startDateGt, startDateLte, startDateLt),
                    Times.of(endDateGte, endDateGt, endDateLte, endDateLt));
        }
    }

    private Runs batch(Request request) {
        if (request.pathOrAny("dag_id") != null) {
            throw ProblemException.invalid("dag_id", "it must be ~ here; DAGs are named in body.dag_ids");
        }
        Batch batch = request.body(Batch.class);
        batch.requireKnown();
        Listed<RunRow> found = runs.list(
                batch.filter(),
                BatchList.order(batch.orderBy(), ORDERS),
                BatchList.page(batch.pageOffset(), batch.pageLimit()));
        return Runs.of(lookup.views(found.rows()), found.total());
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
        String text = json.text(conf);
        if (text.contains("\\u0000")) {
            throw ProblemException.invalid("body.conf", "it has a NUL character");
        }
        return text;
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
