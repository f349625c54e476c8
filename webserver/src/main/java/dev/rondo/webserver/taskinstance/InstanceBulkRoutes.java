package dev.rondo.webserver.taskinstance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.Command.TaskSelector;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.query.InstanceQueries;
import dev.rondo.metadata.query.RunQueries;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.dag.Graphs;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Bulk;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Marking and noting many instances by one request: those that are named, or those of a task group. */
public final class InstanceBulkRoutes {

    private static final String GROUP = Api.ROOT + "/dags/{dag_id}/dagRuns/{dag_run_id}/taskGroupInstances/{group_id}";
    private static final Set<String> FIELDS =
            Set.of("new_state", "note", "include_upstream", "include_downstream", "include_future", "include_past");

    private final InstanceQueries instances;
    private final RunQueries runs;
    private final RunLookup lookup;
    private final Graphs graphs;
    private final CommandSender commands;
    private final Affected affected;

    public InstanceBulkRoutes(
            InstanceQueries instances,
            RunQueries runs,
            RunLookup lookup,
            Graphs graphs,
            CommandSender commands,
            Affected affected) {
        this.instances = instances;
        this.runs = runs;
        this.lookup = lookup;
        this.graphs = graphs;
        this.commands = commands;
        this.affected = affected;
    }

    /** An instance; without a map index all of its task. */
    record Instance(
            @Nullable String taskId,
            @Nullable String dagId,
            @Nullable String dagRunId,
            @Nullable Integer mapIndex,
            @Nullable String newState,
            @Nullable String note,
            @Nullable Boolean includeUpstream,
            @Nullable Boolean includeDownstream,
            @Nullable Boolean includeFuture,
            @Nullable Boolean includePast) {

        String requireTask(String where) {
            if (taskId == null || taskId.isBlank()) {
                throw ProblemException.invalid(where + ".task_id", "it is missing");
            }
            return taskId;
        }

        MarkRoutes.Patch patch() {
            return new MarkRoutes.Patch(newState, note, includeUpstream, includeDownstream, includeFuture, includePast);
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.ofDags()
                .patch(
                        TaskInstanceRoutes.INSTANCES,
                        Role.USER,
                        request ->
                                Bulk.run(request, new Many(request), FIELDS, part -> commands.wasSent(request, part)));
        api.patch(GROUP + "/dry_run", Role.USER, request -> markGroup(request, true));
        api.patch(GROUP, Role.USER, request -> markGroup(request, false));
    }

    private Instances markGroup(Request request, boolean dryRun) {
        MarkRoutes.Patch patch = request.body(MarkRoutes.Patch.class);
        List<String> mask = request.queries("update_mask", FIELDS);
        String state = patch.newState();
        if (state == null || !(mask.isEmpty() || mask.contains("new_state"))) {
            throw ProblemException.invalid("body.new_state", "it is missing");
        }
        TaskState marked = MarkRoutes.settable(state);
        RunRow run = lookup.require(request);
        List<TaskSelector> tasks = tasksOf(run, request.path("group_id"));
        if (tasks.isEmpty()) { // a group that a loop filled with nothing
            return Instances.of(List.of(), 0);
        }
        return affected.show(commands.send(
                request,
                new Command.MarkTasks(
                        run.dagId(),
                        run.runId(),
                        tasks,
                        patch.scope(),
                        marked,
                        dryRun,
                        MarkRoutes.noteOf(patch.note())),
                CommandReply.Affected.class));
    }

    /** The tasks of a group and of the groups in it. */
    private List<TaskSelector> tasksOf(RunRow run, String groupId) {
        DagSpec spec = graphs.require(run.versionId());
        if (spec.groups().stream().noneMatch(group -> group.groupId().equals(groupId))) {
            throw ProblemException.notFound(
                    "TASK_GROUP_NOT_FOUND", "DAG '" + run.dagId() + "' has no task group '" + groupId + "'");
        }
        return spec.tasks().stream()
                .filter(task -> Graphs.isWithin(task, groupId))
                .map(task -> new TaskSelector(task.taskId(), null))
                .toList();
    }

    /** Those of one request. */
    private final class Many implements Bulk.Things<Instance> {

        private final Request request;
        private final @Nullable String dagId;
        private final @Nullable String runId;

        Many(Request request) {
            this.request = request;
            this.dagId = request.pathOrAny("dag_id");
            this.runId = request.pathOrAny("dag_run_id");
        }

        private static String one(@Nullable String ofPath, @Nullable String said, String where) {
            if (ofPath != null && said != null && !said.equals(ofPath)) {
                throw ProblemException.invalid(where, "it must be that of the path, '" + ofPath + "'");
            }
            String either = ofPath == null ? said : ofPath;
            if (either == null) {
                throw ProblemException.invalid(where, "it is missing; name it here or in the path");
            }
            return either;
        }

        private String dagOf(Instance instance) {
            return one(dagId, instance.dagId(), "body.dag_id");
        }

        private String runOf(Instance instance) {
            return one(runId, instance.dagRunId(), "body.dag_run_id");
        }

        @Override
        public Instance read(Bulk.Kind kind, String where, JsonNode node) {
            return request.part(where, node, Instance.class);
        }

        @Override
        public Instance named(String name) {
            return new Instance(name, null, null, null, null, null, null, null, null, null);
        }

        @Override
        public String nameOf(Instance entity, String where) {
            return request.requireRight(one(dagId, entity.dagId(), where + ".dag_id")) + "."
                    + one(runId, entity.dagRunId(), where + ".dag_run_id") + "." + entity.requireTask(where) + "["
                    + Objects.requireNonNullElse(entity.mapIndex(), -1) + "]";
        }

        @Override
        public boolean exists(Instance entity) {
            String dag = dagOf(entity);
            String run = runOf(entity);
            Integer mapIndex = entity.mapIndex();
            return mapIndex == null
                    ? runs.find(dag, run)
                            .flatMap(row -> graphs.task(row.versionId(), entity.requireTask("body")))
                            .isPresent()
                    : instances
                            .find(dag, run, entity.requireTask("body"), mapIndex)
                            .isPresent();
        }

        @Override
        public void create(Instance entity, boolean overwrite, String part) {
            throw new ProblemException(
                    405, "BULK_CREATE_NOT_OFFERED", "a run has the instances that its graph says; none can be added");
        }

        @Override
        public void update(Instance entity, List<String> mask, String part) {
            String state = mask.isEmpty() || mask.contains("new_state") ? entity.newState() : null;
            String note = mask.isEmpty() || mask.contains("note") ? MarkRoutes.noteOf(entity.note()) : null;
            TaskSelector task = new TaskSelector(entity.requireTask("body"), entity.mapIndex());
            if (state != null) {
                TaskState marked = MarkRoutes.settable(state);
                commands.send(
                        request,
                        part,
                        new Command.MarkTasks(
                                dagOf(entity),
                                runOf(entity),
                                List.of(task),
                                entity.patch().scope(),
                                marked,
                                false,
                                note),
                        CommandReply.Affected.class);
            } else if (note != null) {
                commands.send(
                        request,
                        part,
                        new Command.SetNote(dagOf(entity), runOf(entity), task, note),
                        CommandReply.Done.class);
            } else {
                throw ProblemException.invalid("body", "there is neither a new_state nor a note to set");
            }
        }

        @Override
        public void delete(Instance entity, String part) {
            throw new ProblemException(
                    405,
                    "BULK_DELETE_NOT_OFFERED",
                    "a run has the instances that its graph says; clear them, or delete the run");
        }
    }
}
