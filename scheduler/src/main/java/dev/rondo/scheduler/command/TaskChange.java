package dev.rondo.scheduler.command;

import dev.rondo.core.clear.ClearScope;
import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.dagrun.RunAt;
import dev.rondo.metadata.run.InstanceKey;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Clears or marks task instances of some runs, in one batch of the engine; lists what is, or would be, affected. */
final class TaskChange extends CommandWork {

    private final String dagId;
    private final Map<Long, RunAt> runs = new LinkedHashMap<>();
    private final List<Command.TaskSelector> tasks;
    private final Reach reach;
    private final Function<List<RunEvent.Target>, RunEvent> event;
    private final Manner manner;

    /**
     * How it is done.
     *
     * @param versionId the runs are moved to this version of the DAG first; null: each keeps its own
     * @param dryRun nothing changes: what would be affected is listed
     * @param note written to what is affected; null: none
     */
    record Manner(
            @Nullable Long versionId,
            boolean dryRun,
            @Nullable String note) {}

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

        /** Of a clear that is only listed: those that get another state by it. */
        static Reach ofPreviewedClear() {
            Reach all = ofClear(Command.Scope.ONLY, ClearScope.Only.ANY);
            return (run, selected) -> all.of(run, selected).stream()
                    .filter(each -> run.state(each.task(), each.mapIndex()) != TaskState.NONE)
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
     * @param runs in the order of their dates: of two that are cleared together, the later may wait for the earlier
     * @param tasks empty: all
     */
    TaskChange(
            long commandId,
            String dagId,
            List<RunAt> runs,
            List<Command.TaskSelector> tasks,
            Reach reach,
            Function<List<RunEvent.Target>, RunEvent> event,
            Manner manner) {
        super(commandId);
        this.dagId = dagId;
        runs.forEach(r -> this.runs.put(r.runNo(), r));
        this.tasks = tasks;
        this.reach = reach;
        this.event = event;
        this.manner = manner;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return runs.keySet();
    }

    @Override
    public boolean isAlone() {
        return manner.versionId() != null && !manner.dryRun();
    }

    @Override
    CommandReply change(EngineBatch batch) {
        List<CommandReply.Affected.Instance> affected = new ArrayList<>();
        StateChanges changes = new StateChanges();
        int total = 0;
        for (RunAt run : runs.values()) {
            RunModel model = model(batch, run.runNo());
            if (model == null) {
                continue;
            }
            List<RunEvent.Target> targets = reach.of(model, selected(model.graph()));
            targets.stream()
                    .limit(CommandReply.Affected.MAX_LISTED - affected.size())
                    .map(each -> new CommandReply.Affected.Instance(
                            dagId, run.runId(), model.graph().task(each.task()).taskId(), each.mapIndex()))
                    .forEach(affected::add);
            total += targets.size();
            if (!manner.dryRun() && !targets.isEmpty()) {
                note(batch, model, targets, run.runNo());
                RunState before = model.runState();
                List<Decision> decisions = batch.happen(run.runNo(), event.apply(targets));
                changes.run(before, model.runState());
                changes.tasks(run.runId(), model.graph(), decisions, Set.copyOf(targets)::contains);
                batch.mayStart(dagId);
            }
        }
        tell(changes.change());
        return new CommandReply.Affected(affected, total);
    }

    private @Nullable RunModel model(EngineBatch batch, long runNo) {
        Long versionId = manner.versionId();
        if (versionId == null) {
            return batch.model(runNo);
        }
        if (manner.dryRun()) {
            return batch.modelIn(runNo, versionId);
        }
        batch.useVersion(runNo, versionId);
        return batch.model(runNo);
    }

    private void note(EngineBatch batch, RunModel model, List<RunEvent.Target> targets, long runNo) {
        String note = manner.note();
        if (note != null) {
            targets.forEach(each -> batch.writes()
                    .note(new InstanceKey(runNo, model.graph().task(each.task()).taskId(), each.mapIndex()), note));
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
}
