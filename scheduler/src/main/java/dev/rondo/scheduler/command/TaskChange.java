package dev.rondo.scheduler.command;

import dev.rondo.core.clear.ClearScope;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.control.ControlStore.RunAt;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import dev.rondo.scheduler.engine.RunWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Clears or marks task instances of some runs, in one batch of the engine; lists what is, or would be, affected. */
final class TaskChange implements RunWork {

    private final String dagId;
    private final Map<Long, RunAt> runs = new TreeMap<>();
    private final List<Command.TaskSelector> tasks;
    private final Reach reach;
    private final Function<List<RunEvent.Target>, RunEvent> event;
    private final @Nullable Long versionId;
    private final boolean dryRun;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final List<CommandReply.Affected.Instance> affected = new ArrayList<>();

    /** Which instances of a run a command concerns, from those that it names. */
    @FunctionalInterface
    interface Reach {
        List<RunEvent.Target> of(RunModel run, List<RunEvent.Target> selected);

        /** Of a clear. */
        static Reach ofClear(Command.Scope scope, ClearScope.Only only) {
            return (run, selected) ->
                    ClearScope.ofClear(run.graph(), run, selected, scope.upstream(), scope.downstream(), only).stream()
                            .filter(each -> run.state(each.task(), each.mapIndex()) != TaskState.REMOVED)
                            .toList();
        }

        /** Of a mark: those that are not in that state already. */
        static Reach ofMark(Command.Scope scope, TaskState state) {
            return (run, selected) ->
                    ClearScope.ofMark(run.graph(), run, selected, scope.upstream(), scope.downstream()).stream()
                            .filter(each -> run.state(each.task(), each.mapIndex()) != state)
                            .toList();
        }
    }

    /**
     * A change to come.
     *
     * @param tasks empty: all
     * @param versionId the runs are moved to this version of the DAG first; null: each keeps its own
     */
    TaskChange(
            String dagId,
            List<RunAt> runs,
            List<Command.TaskSelector> tasks,
            Reach reach,
            Function<List<RunEvent.Target>, RunEvent> event,
            @Nullable Long versionId,
            boolean dryRun) {
        this.dagId = dagId;
        runs.forEach(r -> this.runs.put(r.runNo(), r));
        this.tasks = tasks;
        this.reach = reach;
        this.event = event;
        this.versionId = versionId;
        this.dryRun = dryRun;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return runs.keySet();
    }

    @Override
    public boolean isAlone() {
        return versionId != null && !dryRun;
    }

    @Override
    public void carryOut(EngineBatch batch) {
        if (done.isCancelled()) {
            return; // nobody waits for it any more: its command is claimed anew
        }
        affected.clear();
        for (RunAt run : runs.values()) {
            if (versionId != null && !dryRun) {
                batch.useVersion(run.runNo(), versionId);
            }
            RunModel model = versionId == null ? batch.model(run.runNo()) : batch.modelIn(run.runNo(), versionId);
            if (model == null) {
                continue;
            }
            List<RunEvent.Target> targets = reach.of(model, selected(model.graph()));
            targets.forEach(each -> affected.add(new CommandReply.Affected.Instance(
                    dagId, run.runId(), model.graph().task(each.task()).taskId(), each.mapIndex())));
            if (!dryRun && !targets.isEmpty()) {
                var ignored = batch.happen(run.runNo(), event.apply(targets));
                batch.mayStart(dagId);
            }
        }
    }

    private List<RunEvent.Target> selected(Graph graph) {
        if (tasks.isEmpty()) {
            return graph.order().mapToObj(task -> new RunEvent.Target(task, -1)).toList();
        }
        return tasks.stream()
                .flatMap(selector -> graph.tasksOf(selector.taskId()).stream()
                        .mapToObj(task ->
                                new RunEvent.Target(task, selector.mapIndex() == null ? -1 : selector.mapIndex())))
                .toList();
    }

    @Override
    public void committed() {
        done.complete(null);
    }

    @Override
    public void failed(RuntimeException reason) {
        done.completeExceptionally(reason);
    }

    /** What was affected, once it is committed. */
    CommandReply.Affected await() throws InterruptedException {
        RunControl.await(done, RunControl.WAIT);
        return new CommandReply.Affected(affected);
    }
}
