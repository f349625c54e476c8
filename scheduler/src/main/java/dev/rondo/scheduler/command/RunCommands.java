package dev.rondo.scheduler.command;

import dev.rondo.core.clear.ClearScope;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.ControlStore.DagInForce;
import dev.rondo.metadata.dagrun.RunAt;
import dev.rondo.sdk.internal.SpecJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Commands that change runs under way: the engine carries them out and answers them in one batch. Each returns the
 * reply, which is written; empty: the command was answered before.
 */
final class RunCommands {

    // One command concerns no more, and is refused as a whole: beyond it a person means a backfill.
    private static final int MAX_RUNS = 1_000;

    private final ControlStore control;
    private final Named named;
    private final RunControl engine;

    RunCommands(ControlStore control, Named named, RunControl engine) {
        this.control = control;
        this.named = named;
        this.engine = engine;
    }

    Optional<CommandReply> clear(long commandId, Command.ClearTasks c) throws RefusedException, InterruptedException {
        DagInForce dag = named.dag(c.dagId());
        List<RunAt> runs = runs(c.dagId(), c.runId(), c.scope(), c.from(), c.to());
        requireTasks(dag, c.latestVersion() ? List.of() : runs, c.tasks());
        ClearScope.Only only = ClearScope.Only.ANY;
        if (c.onlyFailed()) {
            only = ClearScope.Only.FAILED;
        } else if (c.onlyRunning()) {
            only = ClearScope.Only.RUNNING;
        }
        TaskChange change = new TaskChange(
                commandId,
                c.dagId(),
                runs,
                c.tasks(),
                TaskChange.Reach.ofClear(c.scope(), only),
                // A final state: a finished run stays as it is, and what is cleared in it waits for another clear.
                targets -> new RunEvent.Cleared(targets, c.resetRuns() ? RunState.QUEUED : RunState.SUCCESS),
                new TaskChange.Manner(c.latestVersion() ? dag.versionId() : null, c.dryRun(), c.note()));
        return done(change);
    }

    Optional<CommandReply> mark(long commandId, Command.MarkTasks c) throws RefusedException, InterruptedException {
        if (c.tasks().isEmpty()) {
            throw new RefusedException(422, "NO_TASKS", "name the tasks to be marked; no task does not mean all");
        }
        DagInForce dag = named.dag(c.dagId());
        List<RunAt> runs = runs(c.dagId(), c.runId(), c.scope(), null, null);
        requireTasks(dag, runs, c.tasks());
        TaskChange change = new TaskChange(
                commandId,
                c.dagId(),
                runs,
                c.tasks(),
                TaskChange.Reach.ofMark(c.scope(), c.state()),
                targets -> new RunEvent.Marked(targets, c.state()),
                new TaskChange.Manner(null, c.dryRun(), c.note()));
        return done(change);
    }

    Optional<CommandReply> markRun(long commandId, Command.MarkRun c) throws RefusedException, InterruptedException {
        RunAt run = named.run(c.dagId(), c.runId());
        if (c.state() == RunState.QUEUED) {
            return clear(commandId, whole(c.dagId(), c.runId()));
        }
        return done(new RunMark(commandId, run.runNo(), c.dagId(), c.runId(), new RunEvent.RunMarked(c.state())));
    }

    Optional<CommandReply> previewRunMark(long commandId, Command.PreviewRunMark c)
            throws RefusedException, InterruptedException {
        RunAt run = named.run(c.dagId(), c.runId());
        return c.state() == RunState.QUEUED
                ? done(new TaskChange(
                        commandId,
                        c.dagId(),
                        List.of(run),
                        List.of(),
                        TaskChange.Reach.ofPreviewedClear(),
                        targets -> new RunEvent.Cleared(targets, RunState.QUEUED),
                        new TaskChange.Manner(null, true, null)))
                : done(new RunMarkPreview(commandId, run, c.dagId(), new RunEvent.RunMarked(c.state())));
    }

    /** A clear of everything of a run: that is what puts it back to queued. */
    private static Command.ClearTasks whole(String dagId, String runId) {
        return new Command.ClearTasks(
                dagId, runId, List.of(), Command.Scope.ONLY, null, null, false, false, true, false, false, null);
    }

    Optional<CommandReply> answer(long commandId, Command.AnswerApproval c)
            throws RefusedException, InterruptedException {
        return done(new RunAnswer(commandId, named.run(c.dagId(), c.runId()).runNo(), c));
    }

    private Optional<CommandReply> done(CommandWork work) throws InterruptedException {
        engine.ask(work);
        return work.await();
    }

    /** Each task is one of the newest version, or of the version of one of the runs. */
    private void requireTasks(DagInForce dag, List<RunAt> runs, List<Command.TaskSelector> tasks)
            throws RefusedException {
        if (tasks.isEmpty()) {
            return;
        }
        List<Graph> graphs = new ArrayList<>(List.of(Graph.of(SpecJson.read(dag.graph()))));
        runs.stream()
                .map(RunAt::versionId)
                .distinct()
                .filter(version -> version != dag.versionId())
                .forEach(version -> graphs.add(Graph.of(SpecJson.read(control.requireGraph(version)))));
        for (Command.TaskSelector task : tasks) {
            if (graphs.stream().allMatch(graph -> graph.tasksOf(task.taskId()).isEmpty())) {
                throw new RefusedException(
                        404,
                        "TASK_NOT_FOUND",
                        "dag '" + dag.dagId() + "' has no task or group '" + task.taskId() + "'"
                                + (runs.isEmpty() ? " in its newest version" : ""));
            }
        }
    }

    private List<RunAt> runs(
            String dagId, @Nullable String runId, Command.Scope scope, @Nullable Instant from, @Nullable Instant to)
            throws RefusedException {
        if (runId == null) {
            return runsBetween(dagId, from, to);
        }
        RunAt run = named.run(dagId, runId);
        if (run.logicalDate() == null || !scope.past() && !scope.future()) {
            return List.of(run);
        }
        return runsBetween(dagId, scope.past() ? null : run.logicalDate(), scope.future() ? null : run.logicalDate());
    }

    private List<RunAt> runsBetween(String dagId, @Nullable Instant from, @Nullable Instant to)
            throws RefusedException {
        List<RunAt> found = control.runsBetween(dagId, from, to, MAX_RUNS + 1);
        if (found.size() > MAX_RUNS) {
            throw new RefusedException(
                    422,
                    "TOO_MANY_RUNS",
                    "dag '" + dagId + "' has more than " + MAX_RUNS + " runs in that span of logical dates, and one "
                            + "command changes no more; name a first and a last date closer to each other, or do the "
                            + "runs again by a backfill");
        }
        return found;
    }
}
