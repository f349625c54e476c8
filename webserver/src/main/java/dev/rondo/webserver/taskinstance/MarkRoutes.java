package dev.rondo.webserver.taskinstance;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.Command.TaskSelector;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.dagrun.RunLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Putting instances into a final state by hand, and their notes. */
public final class MarkRoutes {

    private static final Set<String> NEW_STATES = Set.of("success", "failed", "skipped");
    private static final int MAX_NOTE = 1_000;

    private final InstanceLookup lookup;
    private final RunLookup runs;
    private final CommandSender commands;
    private final Affected affected;

    public MarkRoutes(InstanceLookup lookup, RunLookup runs, CommandSender commands, Affected affected) {
        this.lookup = lookup;
        this.runs = runs;
        this.commands = commands;
        this.affected = affected;
    }

    record Patch(
            @Nullable String newState,
            @Nullable String note,
            @Nullable Boolean includeUpstream,
            @Nullable Boolean includeDownstream,
            @Nullable Boolean includeFuture,
            @Nullable Boolean includePast) {
        Command.Scope scope() {
            return new Command.Scope(
                    Boolean.TRUE.equals(includeUpstream),
                    Boolean.TRUE.equals(includeDownstream),
                    Boolean.TRUE.equals(includePast),
                    Boolean.TRUE.equals(includeFuture));
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.patch(TaskInstanceRoutes.INSTANCE + "/dry_run", Role.USER, request -> patch(request, true));
        api.patch(TaskInstanceRoutes.INSTANCE + "/{map_index}/dry_run", Role.USER, request -> patch(request, true));
        api.patch(TaskInstanceRoutes.INSTANCE, Role.USER, request -> patch(request, false));
        api.patch(TaskInstanceRoutes.INSTANCE + "/{map_index}", Role.USER, request -> patch(request, false));
    }

    private Instances patch(Request request, boolean dryRun) {
        Patch patch = request.body(Patch.class);
        List<String> mask = request.queries("update_mask", Set.of("new_state", "note"));
        String state = mask.isEmpty() || mask.contains("new_state") ? patch.newState() : null;
        String note = mask.isEmpty() || mask.contains("note") ? noteOf(patch.note()) : null;
        TaskState marked = state == null ? null : settable(state);
        if (marked == null && note == null) {
            throw ProblemException.invalid("body", "there is neither a new_state nor a note to set");
        }
        RunRow run = runs.require(request);
        TaskSelector task = new TaskSelector(request.path("task_id"), mapIndex(request));
        if (marked == null) {
            return note(request, task, note, dryRun);
        }
        return affected.show(commands.send(
                request,
                new Command.MarkTasks(run.dagId(), run.runId(), List.of(task), patch.scope(), marked, dryRun, note),
                CommandReply.Affected.class));
    }

    private Instances note(Request request, TaskSelector task, @Nullable String note, boolean dryRun) {
        InstanceRow row = lookup.require(request);
        if (!dryRun) {
            commands.send(request, new Command.SetNote(row.dagId(), row.runId(), task, note), CommandReply.Done.class);
        }
        return Instances.of(
                List.of(lookup.view(lookup.require(row.dagId(), row.runId(), row.taskId(), row.mapIndex()))), 1);
    }

    /** Null: all instances of the task. */
    private static @Nullable Integer mapIndex(Request request) {
        return request.context().pathParamMap().containsKey("map_index")
                ? (Integer) request.smallNumber("map_index")
                : request.integer("map_index");
    }

    static TaskState settable(String state) {
        if (!NEW_STATES.contains(state)) {
            throw ProblemException.notAllowed(
                    "body.new_state", state, NEW_STATES.stream().sorted().toList());
        }
        return TaskState.ofWireName(state);
    }

    static @Nullable String noteOf(@Nullable String note) {
        if (note != null && (note.length() > MAX_NOTE || note.indexOf('\0') >= 0)) {
            throw ProblemException.invalid("body.note", "it must have at most " + MAX_NOTE + " characters, no NUL");
        }
        return note;
    }
}
