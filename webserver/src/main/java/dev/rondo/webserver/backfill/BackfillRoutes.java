package dev.rondo.webserver.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.query.BackfillQueries;
import dev.rondo.metadata.query.BackfillQueries.BackfillRow;
import dev.rondo.metadata.query.Listed;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Backfills: list, one, create, dry run, pause, unpause, cancel, and (ours) retry. */
public final class BackfillRoutes {

    private static final String BACKFILLS = Api.ROOT + "/backfills";
    private static final String BACKFILL = BACKFILLS + "/{backfill_id}";
    private static final List<String> REPROCESS = List.of("none", "failed", "completed");
    private static final int DEFAULT_ACTIVE = 10; // Airflow's
    private static final int MAX_ACTIVE = 10_000;

    // The DAG processor looks every ten seconds, and a parser takes one or two.
    private static final Duration MOST_ASKED = Duration.ofSeconds(20);

    private final BackfillQueries backfills;
    private final DagLookup dags;
    private final CommandSender commands;
    private final Json json;

    public BackfillRoutes(BackfillQueries backfills, DagLookup dags, CommandSender commands, Json json) {
        this.backfills = backfills;
        this.dags = dags;
        this.commands = commands;
        this.json = json;
    }

    record Backfills(List<Backfill> backfills, long totalEntries) {}

    /** A backfill; the last five are ours. */
    record Backfill(
            long id,
            String dagId,
            Instant fromDate,
            Instant toDate,
            JsonNode dagRunConf,
            boolean isPaused,
            String reprocessBehavior,
            int maxActiveRuns,
            Instant createdAt,
            @Nullable Instant completedAt,
            Instant updatedAt,
            String dagDisplayName,
            boolean runBackwards,
            @Nullable String triggeredBy,
            List<String> tasks,
            RunCounts runs,
            @Nullable Integer retriedRuns) {}

    /** How many of a backfill's runs are in a state. */
    record RunCounts(int total, int queued, int running, int success, int failed) {
        static RunCounts of(Map<String, Integer> runs) {
            return new RunCounts(
                    runs.values().stream().mapToInt(Integer::intValue).sum(),
                    runs.getOrDefault("queued", 0),
                    runs.getOrDefault("running", 0),
                    runs.getOrDefault("success", 0),
                    runs.getOrDefault("failed", 0));
        }
    }

    /** What it would make; the counts are ours. */
    record Planned(List<PlannedRun> backfills, int totalEntries, long created, long cleared, long notCreated) {
        static Planned of(List<PlannedRun> runs) {
            return new Planned(
                    runs, runs.size(), count(runs, "created"), count(runs, "cleared"), count(runs, "not_created"));
        }

        private static long count(List<PlannedRun> runs, String action) {
            return runs.stream().filter(run -> run.action().equals(action)).count();
        }
    }

    record RetryBody(@Nullable Boolean dryRun) {}

    /** A run it would make; the last two are ours. */
    record PlannedRun(
            Instant logicalDate,
            @Nullable String partitionKey,
            @Nullable Instant partitionDate,
            String action,
            @Nullable String reason) {}

    /** What is asked for; the last two are ours. */
    record Body(
            @Nullable String dagId,
            @Nullable Instant fromDate,
            @Nullable Instant toDate,
            @Nullable Boolean runBackwards,
            @Nullable JsonNode dagRunConf,
            @Nullable String reprocessBehavior,
            @Nullable Integer maxActiveRuns,
            @Nullable Boolean runOnLatestVersion,
            @Nullable List<String> tasks,
            @Nullable Boolean includeUpstream) {}

    /** Declares the routes. */
    public void declare(Api api) {
        Api ofDags = api.ofDags();
        ofDags.get(BACKFILLS, Role.VIEWER, this::list);
        ofDags.post(BACKFILLS, Role.USER, request -> {
            long id = plan(request, false).backfillId();
            return view(require(id));
        });
        ofDags.post(BACKFILLS + "/dry_run", Role.USER, this::dryRun);
        ofDags.get(BACKFILL, Role.VIEWER, request -> view(require(request)));
        ofDags.put(BACKFILL + "/pause", Role.USER, request -> paused(request, true));
        ofDags.put(BACKFILL + "/unpause", Role.USER, request -> paused(request, false));
        ofDags.put(BACKFILL + "/cancel", Role.USER, this::cancel);
        ofDags.post(BACKFILL + "/retry", Role.USER, this::retry);
    }

    private Backfills list(Request request) {
        Listed<BackfillRow> found = backfills.list(
                BackfillQueries.FILTERS.read(request), BackfillQueries.ORDERS.read(request), request.page());
        return new Backfills(found.rows().stream().map(this::view).toList(), found.total());
    }

    private BackfillRow require(long id) {
        return backfills.find(id).orElseThrow(() -> none(id));
    }

    /** The one that the path names; one of a DAG that is not for the caller is as if it were not. */
    private BackfillRow require(Request request) {
        BackfillRow row = require(request.number("backfill_id"));
        if (!request.isFor(row.dagId())) {
            throw none(row.id());
        }
        return row;
    }

    private static ProblemException none(long id) {
        return ProblemException.notFound("BACKFILL_NOT_FOUND", "there is no backfill " + id);
    }

    private Backfill view(BackfillRow row) {
        return view(row, null);
    }

    private Backfill view(BackfillRow row, @Nullable Integer retried) {
        return new Backfill(
                row.id(),
                row.dagId(),
                row.from(),
                row.to(),
                json.tree(row.conf()),
                row.paused(),
                row.reprocess(),
                row.maxActiveRuns(),
                row.createdAt(),
                row.completedAt(),
                row.updatedAt(),
                row.dagId(),
                row.backwards(),
                row.triggeredBy(),
                row.onlyTasks(),
                RunCounts.of(row.runs()),
                retried);
    }

    private CommandReply.BackfillPlanned plan(Request request, boolean dryRun) {
        Body body = request.body(Body.class);
        if (body.dagId() == null || body.fromDate() == null || body.toDate() == null) {
            throw ProblemException.invalid("body", "dag_id, from_date and to_date are needed");
        }
        if (body.toDate().isBefore(body.fromDate())) {
            throw ProblemException.invalid("body.to_date", "it lies before from_date");
        }
        String reprocess = body.reprocessBehavior() == null ? "none" : body.reprocessBehavior();
        if (!REPROCESS.contains(reprocess)) {
            throw ProblemException.notAllowed("body.reprocess_behavior", reprocess, REPROCESS);
        }
        int active = body.maxActiveRuns() == null ? DEFAULT_ACTIVE : body.maxActiveRuns();
        if (active < 1 || active > MAX_ACTIVE) {
            throw ProblemException.invalid("body.max_active_runs", active + " is not between 1 and " + MAX_ACTIVE);
        }
        JsonNode conf = body.dagRunConf();
        if (conf != null && !conf.isNull() && !conf.isObject()) {
            throw ProblemException.invalid("body.dag_run_conf", "it must be a JSON object");
        }
        List<String> tasks = tasks(body);
        return sendWhenTold(
                request,
                new Command.CreateBackfill(
                        dags.require(request.requireRight(body.dagId())).dagId(),
                        body.fromDate(),
                        body.toDate(),
                        reprocess,
                        Boolean.TRUE.equals(body.runBackwards()),
                        active,
                        conf == null || conf.isNull() ? null : json.text(conf),
                        Boolean.TRUE.equals(body.runOnLatestVersion()),
                        tasks,
                        Boolean.TRUE.equals(body.includeUpstream()),
                        dryRun,
                        CommandSender.source(request)));
    }

    /** Sends it once more when the timetable class has told of the runs. */
    private CommandReply.BackfillPlanned sendWhenTold(Request request, Command.CreateBackfill command) {
        try {
            return commands.send(request, command, CommandReply.BackfillPlanned.class);
        } catch (ProblemException e) {
            if (!e.code().equals(CommandReply.TIMETABLE_ASKED)) {
                throw e;
            }
            Instant ignored = commands.await(
                            () -> backfills.findTold(command.dagId(), command.from(), command.to()), MOST_ASKED)
                    .orElseThrow(() -> e);
            return commands.send(request, ":told", command, CommandReply.BackfillPlanned.class);
        }
    }

    private static List<String> tasks(Body body) {
        List<String> tasks = body.tasks() == null ? List.of() : body.tasks();
        if (body.tasks() != null && tasks.isEmpty()) {
            throw ProblemException.invalid("body.tasks", "it is empty; leave it out for all tasks");
        }
        if (tasks.isEmpty() && body.includeUpstream() != null) {
            throw ProblemException.invalid(
                    "body.include_upstream", "it goes with tasks; all tasks are done without it");
        }
        return tasks;
    }

    private Planned dryRun(Request request) {
        return planned(plan(request, true));
    }

    private static Planned planned(CommandReply.BackfillPlanned reply) {
        return Planned.of(reply.runs().stream()
                .map(run -> new PlannedRun(run.logicalDate(), null, null, run.action(), run.reason()))
                .toList());
    }

    private Object retry(Request request) {
        long id = require(request).id();
        boolean dryRun = Boolean.TRUE.equals(
                request.body(RetryBody.class, new RetryBody(null)).dryRun());
        CommandReply.BackfillPlanned reply =
                commands.send(request, new Command.RetryBackfill(id, dryRun), CommandReply.BackfillPlanned.class);
        return dryRun ? planned(reply) : view(require(id), reply.runs().size());
    }

    private Backfill paused(Request request, boolean paused) {
        long id = require(request).id();
        commands.send(request, new Command.PauseBackfill(id, paused), CommandReply.Done.class);
        return view(require(id));
    }

    private Backfill cancel(Request request) {
        long id = require(request).id();
        commands.send(request, new Command.CancelBackfill(id), CommandReply.Done.class);
        return view(require(id));
    }
}
