package dev.rondo.webserver.taskinstance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.Command.TaskSelector;
import dev.rondo.core.command.CommandReply;
import dev.rondo.webserver.command.CommandSender;
import dev.rondo.webserver.dag.DagLookup;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clearing tasks of one run or of a stretch of runs, so that they run again. */
public final class ClearRoutes {

    private static final int MAX_NOTE = 1_000;
    private static final int MAX_TASKS = 10_000;

    private final DagLookup dags;
    private final CommandSender commands;
    private final Affected affected;

    public ClearRoutes(DagLookup dags, CommandSender commands, Affected affected) {
        this.dags = dags;
        this.commands = commands;
        this.affected = affected;
    }

    /**
     * As in Airflow: nothing is changed unless {@code dry_run} is false, and only failed tasks unless said otherwise.
     */
    record Clear(
            @Nullable Boolean dryRun,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable Boolean onlyFailed,
            @Nullable Boolean onlyRunning,
            @Nullable Boolean resetDagRuns,
            @Nullable List<JsonNode> taskIds,
            @Nullable String dagRunId,
            @Nullable Boolean includeUpstream,
            @Nullable Boolean includeDownstream,
            @Nullable Boolean includeFuture,
            @Nullable Boolean includePast,
            @Nullable Boolean runOnLatestVersion,
            @Nullable Boolean preventRunningTask,
            @Nullable String note) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.post(Api.ROOT + "/dags/{dag_id}/clearTaskInstances", Role.USER, this::clear);
    }

    private Instances clear(Request request) {
        Clear clear = request.body(Clear.class);
        String dagId = dags.require(request).dagId();
        check(clear);
        Command command = new Command.ClearTasks(
                dagId,
                clear.dagRunId(),
                tasks(clear.taskIds()),
                new Command.Scope(
                        is(clear.includeUpstream(), false),
                        is(clear.includeDownstream(), false),
                        is(clear.includePast(), false),
                        is(clear.includeFuture(), false)),
                clear.startDate(),
                clear.endDate(),
                is(clear.onlyFailed(), true),
                is(clear.onlyRunning(), false),
                is(clear.resetDagRuns(), true),
                is(clear.runOnLatestVersion(), false),
                is(clear.dryRun(), true),
                clear.note());
        return affected.show(commands.send(request, command, CommandReply.Affected.class));
    }

    private static void check(Clear clear) {
        Instant from = clear.startDate();
        Instant to = clear.endDate();
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.invalid("body.end_date", "it lies before start_date");
        }
        if (clear.dagRunId() != null && (from != null || to != null)) {
            throw ProblemException.invalid(
                    "body.dag_run_id", "name either one run, or a stretch by start_date and end_date");
        }
        if (clear.dagRunId() == null && (is(clear.includePast(), false) || is(clear.includeFuture(), false))) {
            throw ProblemException.invalid(
                    "body.include_past", "past and future are seen from one run: give dag_run_id");
        }
        // A default would do the opposite of what was asked.
        if (is(clear.preventRunningTask(), false)) {
            throw ProblemException.invalid(
                    "body.prevent_running_task", "it is not known here; a running task is stopped and starts anew");
        }
        String note = clear.note();
        if (note != null && (note.length() > MAX_NOTE || note.indexOf('\0') >= 0)) {
            throw ProblemException.invalid("body.note", "it must have at most " + MAX_NOTE + " characters, no NUL");
        }
    }

    /** Each is a task id, or a task id and a map index. */
    private static List<TaskSelector> tasks(@Nullable List<JsonNode> given) {
        List<TaskSelector> tasks = new ArrayList<>();
        if (given == null) {
            return tasks;
        }
        if (given.size() > MAX_TASKS) {
            throw ProblemException.invalid("body.task_ids", "there are more than " + MAX_TASKS);
        }
        for (JsonNode each : given) {
            if (each.isTextual()) {
                tasks.add(new TaskSelector(each.textValue(), null));
            } else if (each.isArray()
                    && each.size() == 2
                    && each.get(0).isTextual()
                    && each.get(1).canConvertToInt()
                    && each.get(1).isIntegralNumber()) {
                tasks.add(new TaskSelector(each.get(0).textValue(), each.get(1).intValue()));
            } else {
                throw ProblemException.invalid(
                        "body.task_ids",
                        "each is a task id, or a list of a task id and a map index; " + each + " is not");
            }
        }
        return tasks;
    }

    private static boolean is(@Nullable Boolean given, boolean otherwise) {
        return given == null ? otherwise : given;
    }
}
