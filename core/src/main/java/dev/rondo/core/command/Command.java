package dev.rondo.core.command;

import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change that a person or a program wants. The scheduler alone carries it out. */
public sealed interface Command {

    /** The DAG it is about, for the audit record; null: none. */
    default @Nullable String dagId() {
        return null;
    }

    /** The run it is about, for the audit record; null: none or several. */
    default @Nullable String runId() {
        return null;
    }

    /** The task it is about, for the audit record; null: none or several. */
    default @Nullable String taskId() {
        return null;
    }

    /**
     * Creates a run. The answer is {@link CommandReply.RunTriggered}.
     *
     * @param runId null: made from its dates
     * @param logicalDate null: a run without a logical date
     * @param dataIntervalStart null (with the end): what the timetable gives a manual run
     * @param runAfter null: at once
     * @param conf JSON object laid over the params' defaults; null: none
     * @param triggeredBy {@code rest_api, cli, ui, operator}
     */
    record TriggerRun(
            String dagId,
            @Nullable String runId,
            @Nullable Instant logicalDate,
            @Nullable Instant dataIntervalStart,
            @Nullable Instant dataIntervalEnd,
            @Nullable Instant runAfter,
            @Nullable String conf,
            @Nullable String note,
            String triggeredBy)
            implements Command {}

    /** Pauses or unpauses a DAG. The answer is {@link CommandReply.Done}. */
    record SetPaused(String dagId, boolean paused) implements Command {}

    /** Deletes a DAG of which nothing runs, with everything of it. The answer is {@link CommandReply.Done}. */
    record DeleteDag(String dagId) implements Command {}

    /**
     * Clears task instances, so that they are judged and run anew. The answer is {@link CommandReply.Affected}.
     *
     * @param runId null: all runs whose logical date lies between {@code from} and {@code to}
     * @param tasks empty: all tasks
     * @param onlyFailed of these, only the failed and upstream_failed
     * @param onlyRunning of these, only the running
     * @param resetRuns whether a finished run becomes queued again, so that what was cleared runs
     * @param latestVersion whether the runs go on with the newest version of the DAG
     * @param dryRun lists what would be affected, and changes nothing
     */
    record ClearTasks(
            String dagId,
            @Nullable String runId,
            List<TaskSelector> tasks,
            Scope scope,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean onlyFailed,
            boolean onlyRunning,
            boolean resetRuns,
            boolean latestVersion,
            boolean dryRun,
            @Nullable String note)
            implements Command {
        public ClearTasks {
            tasks = List.copyOf(tasks);
        }

        @Override
        public @Nullable String taskId() {
            return TaskSelector.onlyOf(tasks);
        }
    }

    /** Puts task instances into a final state by hand. The answer is {@link CommandReply.Affected}. */
    record MarkTasks(
            String dagId,
            String runId,
            List<TaskSelector> tasks,
            Scope scope,
            TaskState state,
            boolean dryRun,
            @Nullable String note)
            implements Command {
        public MarkTasks {
            tasks = List.copyOf(tasks);
        }

        @Override
        public @Nullable String taskId() {
            return TaskSelector.onlyOf(tasks);
        }
    }

    /** Puts a run into a final state by hand, or back to queued. The answer is {@link CommandReply.Done}. */
    record MarkRun(String dagId, String runId, RunState state) implements Command {}

    /**
     * Lists what {@link MarkRun} would change, and changes nothing. The answer is {@link CommandReply.Affected}: the
     * instances that would get another state.
     */
    record PreviewRunMark(String dagId, String runId, RunState state) implements Command {}

    /**
     * Writes the note of a run, or of a task instance. The answer is {@link CommandReply.Done}.
     *
     * @param task null: of the run
     */
    record SetNote(
            String dagId,
            String runId,
            @Nullable TaskSelector task,
            @Nullable String note) implements Command {
        @Override
        public @Nullable String taskId() {
            return task == null ? null : task.taskId();
        }
    }

    /** Deletes a finished run with everything of it. The answer is {@link CommandReply.Done}. */
    record DeleteRun(String dagId, String runId) implements Command {}

    /**
     * Makes the runs of a stretch of time. The answer is {@link CommandReply.BackfillPlanned}.
     *
     * @param reprocess which existing runs are done again: {@code none, failed, completed}
     * @param backwards newest first
     * @param maxActiveRuns how many of its runs may be running at once, apart from the DAG's own limit
     * @param conf JSON object for every run; null: none
     * @param tasks only these; empty: all
     * @param upstream whether what is upstream of {@code tasks} is done, too
     */
    record CreateBackfill(
            String dagId,
            Instant from,
            Instant to,
            String reprocess,
            boolean backwards,
            int maxActiveRuns,
            @Nullable String conf,
            boolean latestVersion,
            List<String> tasks,
            boolean upstream,
            boolean dryRun,
            String triggeredBy)
            implements Command {
        public CreateBackfill {
            tasks = List.copyOf(tasks);
        }

        /** Of all tasks. */
        public CreateBackfill(
                String dagId,
                Instant from,
                Instant to,
                String reprocess,
                boolean backwards,
                int maxActiveRuns,
                @Nullable String conf,
                boolean latestVersion,
                boolean dryRun,
                String triggeredBy) {
            this(
                    dagId,
                    from,
                    to,
                    reprocess,
                    backwards,
                    maxActiveRuns,
                    conf,
                    latestVersion,
                    List.of(),
                    false,
                    dryRun,
                    triggeredBy);
        }
    }

    /** Holds a backfill back, or lets it go on. The answer is {@link CommandReply.Done}. */
    record PauseBackfill(long backfillId, boolean paused) implements Command {}

    /** Ends a backfill: its queued runs fail, its running ones go on. The answer is {@link CommandReply.Done}. */
    record CancelBackfill(long backfillId) implements Command {}

    /**
     * Does again what failed in the failed runs of a backfill; one that was over is under way again. The answer is
     * {@link CommandReply.BackfillPlanned} with those runs.
     *
     * @param dryRun lists the runs, and changes nothing
     */
    record RetryBackfill(long backfillId, boolean dryRun) implements Command {}

    /** What it takes to write a setting; decided in the transaction that writes it, so that no other comes between. */
    enum Write {
        /** It is made; one that is there already is an error. */
        CREATE,
        /** It is changed; a missing one is an error. */
        CHANGE,
        /** It is changed, or made where there is none. */
        EITHER
    }

    /**
     * Creates or changes a pool. The answer is {@link CommandReply.Done}. What is not given stays as it is, or begins
     * with its default: so that a change says no more than it means, and two at once do not undo each other.
     *
     * @param slots -1: unlimited; null: not given
     */
    record SetPool(
            String name,
            @Nullable Integer slots,
            @Nullable String description,
            @Nullable Boolean includeDeferred,
            Write write)
            implements Command {}

    /** Deletes a pool that nothing uses. The answer is {@link CommandReply.Done}. */
    record DeletePool(String name) implements Command {}

    /**
     * Creates or changes a variable. The answer is {@link CommandReply.Done}.
     *
     * @param value sealed; null: it stays as it is
     * @param keepDescription whether the description stays as it is, instead of becoming the one given
     */
    record SetVariable(
            String key, @Nullable String value, @Nullable String description, boolean keepDescription, Write write)
            implements Command {}

    /** Deletes a variable. The answer is {@link CommandReply.Done}. */
    record DeleteVariable(String key) implements Command {}

    /**
     * Creates or changes a connection. The answer is {@link CommandReply.Done}.
     *
     * @param fields which of {@code conn_type, description, host, login, password, port, schema, extra} a change sets,
     *     as they are given here; the others stay. One that is created has them all
     * @param password sealed
     * @param extra sealed
     */
    record SetConnection(
            String id,
            List<String> fields,
            @Nullable String type,
            @Nullable String description,
            @Nullable String host,
            @Nullable String login,
            @Nullable String password,
            @Nullable Integer port,
            @Nullable String schema,
            @Nullable String extra,
            Write write)
            implements Command {
        public SetConnection {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Has a worker try a connection; nothing is kept of it. The answer is {@link CommandReply.ConnectionTested}.
     *
     * @param as what is laid over the connection of that id, where there is one
     * @param queue a worker of this queue tries it
     */
    record TestConnection(SetConnection as, String queue) implements Command {}

    /** Deletes a connection. The answer is {@link CommandReply.Done}. */
    record DeleteConnection(String id) implements Command {}

    /**
     * Writes a value between tasks by hand; never a result, which is what the task returned. The answer is
     * {@link CommandReply.Done}.
     *
     * @param value JSON
     * @param create whether an existing one is an error; otherwise a missing one is
     */
    record SetXCom(String dagId, String runId, String taskId, int mapIndex, String key, String value, boolean create)
            implements Command {}

    /** Deletes a value between tasks, but for results. The answer is {@link CommandReply.Done}. */
    record DeleteXCom(String dagId, String runId, String taskId, int mapIndex, String key) implements Command {}

    /**
     * A person's answer to an approval. The answer is {@link CommandReply.Done}.
     *
     * @param answer JSON, kept as the task's result
     */
    record AnswerApproval(String dagId, String runId, String taskId, int mapIndex, String answer, boolean rejected)
            implements Command {}

    /**
     * Takes an update of an asset down that no task of ours made, and makes the runs it calls for. The answer is
     * {@link CommandReply.AssetEventCreated}.
     *
     * @param extra JSON object
     */
    record CreateAssetEvent(long assetId, String extra) implements Command {}

    /**
     * Lets updates that a DAG has had no run for yet count no more. The answer is {@link CommandReply.Done}.
     *
     * @param dagId null: of every DAG
     * @param assetId null: of every asset
     * @param before only those that were queued earlier than this; null: all
     */
    record DeleteQueuedEvents(
            @Nullable String dagId,
            @Nullable Long assetId,
            @Nullable Instant before) implements Command {}

    /**
     * Tasks by name.
     *
     * @param mapIndex null: all instances of the task
     */
    record TaskSelector(String taskId, @Nullable Integer mapIndex) {
        /** The task where only one is named; null: none or several. */
        private static @Nullable String onlyOf(List<TaskSelector> tasks) {
            return tasks.size() == 1 ? tasks.getFirst().taskId() : null;
        }
    }

    /**
     * How far beyond the selected instances a command reaches: along the graph, and to the same tasks of other runs.
     */
    record Scope(boolean upstream, boolean downstream, boolean past, boolean future) {
        /** The selected instances alone. */
        public static final Scope ONLY = new Scope(false, false, false, false);
    }
}
