package dev.rondo.webserver.dagrun;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Bulk;
import dev.rondo.webserver.rest.Outage;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import dev.rondo.webserver.taskinstance.Affected;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Marking, noting, deleting and clearing many runs by one request. */
public final class RunBulkRoutes {

    private static final Set<String> FIELDS = Set.of("state", "note");

    // Each is a command of its own.
    private static final int MAX_RUNS = 1_000;

    private final RunQueries runs;
    private final RunLookup lookup;
    private final CommandSender commands;
    private final Affected affected;

    public RunBulkRoutes(RunQueries runs, RunLookup lookup, CommandSender commands, Affected affected) {
        this.runs = runs;
        this.lookup = lookup;
        this.commands = commands;
        this.affected = affected;
    }

    record Run(
            @Nullable String dagRunId,
            @Nullable String dagId,
            @Nullable String state,
            @Nullable String note) {

        String requireId(String where) {
            if (dagRunId == null || dagRunId.isBlank()) {
                throw ProblemException.invalid(where + ".dag_run_id", "it is missing");
            }
            return dagRunId;
        }

        /** The DAG of the path, or where that says any, the one that is named here. */
        String requireDag(@Nullable String ofPath, String where) {
            if (ofPath != null && dagId != null && !dagId.equals(ofPath)) {
                throw ProblemException.invalid(where + ".dag_id", "it must be the DAG of the path, '" + ofPath + "'");
            }
            String dag = ofPath == null ? dagId : ofPath;
            if (dag == null) {
                throw ProblemException.invalid(where + ".dag_id", "name the DAG here or in the path");
            }
            return dag;
        }
    }

    record Clear(
            @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<Run> dagRuns,
            @Nullable Boolean dryRun,
            @Nullable Boolean onlyFailed,
            @Nullable Boolean onlyNew,
            @Nullable Boolean runOnLatestVersion,
            @Nullable String note,
            @Nullable String partitionKey,
            @Nullable String partitionDateStart,
            @Nullable String partitionDateEnd) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags()
                .patch(
                        DagRunRoutes.RUNS,
                        Role.USER,
                        request ->
                                Bulk.run(request, new Many(request), FIELDS, part -> commands.wasSent(request, part)));
        api.ofDags().post(Api.ROOT + "/dags/{dag_id}/clearDagRuns", Role.USER, this::clear);
    }

    /** In a dry run the instances it would clear; otherwise the runs. */
    private Object clear(Request request) {
        Clear clear = request.body(Clear.class);
        if (Boolean.TRUE.equals(clear.onlyNew())) {
            throw ProblemException.invalid("body.only_new", "it is not known here; clear with run_on_latest_version");
        }
        if (clear.partitionKey() != null || clear.partitionDateStart() != null || clear.partitionDateEnd() != null) {
            throw ProblemException.invalid("body.partition_key", "partitions are not known here; name the dag_runs");
        }
        List<Run> named = clear.dagRuns();
        if (named == null || named.isEmpty() || named.size() > MAX_RUNS) {
            throw ProblemException.invalid("body.dag_runs", "name 1 to " + MAX_RUNS + " runs");
        }
        String dagId = request.pathOrAny("dag_id");
        List<RunRow> found = new ArrayList<>();
        for (Run run : named) {
            String ofRun = request.requireRight(run.requireDag(dagId, "body.dag_runs"));
            found.add(lookup.require(ofRun, run.requireId("body.dag_runs")));
        }
        boolean dryRun = !Boolean.FALSE.equals(clear.dryRun());
        List<CommandReply.Affected.Instance> shown = new ArrayList<>();
        int total = 0;
        int done = 0;
        for (RunRow run : found) {
            try {
                CommandReply.Affected reply = clear(request, clear, run, dryRun);
                total += reply.total();
                reply.instances().stream()
                        .limit(dryRun ? CommandReply.Affected.MAX_LISTED - shown.size() : 0)
                        .forEach(shown::add);
            } catch (RuntimeException e) {
                throw dryRun
                        ? e
                        : Outage.of(e)
                                .after(done + " of " + found.size() + " runs were cleared, then '" + run.runId() + "'");
            }
            done++;
        }
        return dryRun
                ? affected.show(new CommandReply.Affected(shown, total))
                : DagRunRoutes.Runs.of(
                        lookup.views(found.stream()
                                .map(run -> lookup.require(run.dagId(), run.runId()))
                                .toList()),
                        found.size());
    }

    private CommandReply.Affected clear(Request request, Clear clear, RunRow run, boolean dryRun) {
        return commands.send(
                request,
                ":" + run.dagId() + ":" + run.runId(),
                new Command.ClearTasks(
                        run.dagId(),
                        run.runId(),
                        List.of(),
                        Command.Scope.ONLY,
                        null,
                        null,
                        Boolean.TRUE.equals(clear.onlyFailed()),
                        false,
                        true,
                        Boolean.TRUE.equals(clear.runOnLatestVersion()),
                        dryRun,
                        DagRunRoutes.note(clear.note())),
                CommandReply.Affected.class);
    }

    /** Those of one request. */
    private final class Many implements Bulk.Things<Run> {

        private final Request request;
        private final @Nullable String dagId;

        Many(Request request) {
            this.request = request;
            this.dagId = request.pathOrAny("dag_id");
        }

        private String dagOf(Run run) {
            return run.requireDag(dagId, "body");
        }

        @Override
        public Run read(Bulk.Kind kind, String where, JsonNode node) {
            return request.part(where, node, Run.class);
        }

        @Override
        public Run named(String name) {
            return new Run(name, null, null, null);
        }

        @Override
        public String nameOf(Run entity, String where) {
            return request.requireRight(entity.requireDag(dagId, where)) + "." + entity.requireId(where);
        }

        @Override
        public boolean exists(Run entity) {
            return runs.find(dagOf(entity), entity.requireId("body")).isPresent();
        }

        @Override
        public void create(Run entity, boolean overwrite, String part) {
            throw new ProblemException(
                    405, "BULK_CREATE_NOT_OFFERED", "runs are made one by one: POST /api/v2/dags/{dag_id}/dagRuns");
        }

        @Override
        public void update(Run entity, List<String> mask, String part) {
            String runId = entity.requireId("body");
            String state = mask.isEmpty() || mask.contains("state") ? entity.state() : null;
            String note = DagRunRoutes.note(entity.note());
            boolean noted = mask.contains("note") || (mask.isEmpty() && note != null);
            if (state == null && !noted) {
                throw ProblemException.invalid("body", "there is neither a state nor a note to set");
            }
            if (state != null) {
                RunState marked = DagRunRoutes.settable(state);
                commands.send(
                        request, part, new Command.MarkRun(dagOf(entity), runId, marked), CommandReply.Done.class);
            }
            if (noted) {
                try {
                    commands.send(
                            request,
                            part + ":note",
                            new Command.SetNote(dagOf(entity), runId, null, note),
                            CommandReply.Done.class);
                } catch (RuntimeException e) {
                    throw state == null
                            ? e
                            : Outage.of(e).after("run '" + runId + "' is " + state + " now, but has no new note");
                }
            }
        }

        @Override
        public void delete(Run entity, String part) {
            commands.send(
                    request,
                    part,
                    new Command.DeleteRun(dagOf(entity), entity.requireId("body")),
                    CommandReply.Done.class);
        }
    }
}
