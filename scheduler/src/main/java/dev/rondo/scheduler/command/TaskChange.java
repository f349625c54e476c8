package dev.rondo.scheduler.command;

import dev.rondo.core.command.Command;
import dev.rondo.core.command.CommandReply;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Ints;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.control.ControlStore.RunAt;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.engine.EngineBatch;
import dev.rondo.scheduler.engine.RunWork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** Clears or marks task instances of some runs, in one batch of the engine; lists what is, or would be, affected. */
final class TaskChange implements RunWork {

    private final String dagId;
    private final Map<Long, RunAt> runs = new TreeMap<>();
    private final List<Command.TaskSelector> tasks;
    private final Command.Scope scope;
    private final Predicate<Instance> which;
    private final Function<List<RunEvent.Target>, RunEvent> event;
    private final boolean dryRun;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final List<CommandReply.Affected.Instance> affected = new ArrayList<>();

    TaskChange(
            String dagId,
            List<RunAt> runs,
            List<Command.TaskSelector> tasks,
            Command.Scope scope,
            Predicate<Instance> which,
            Function<List<RunEvent.Target>, RunEvent> event,
            boolean dryRun) {
        this.dagId = dagId;
        runs.forEach(r -> this.runs.put(r.runNo(), r));
        this.tasks = tasks;
        this.scope = scope;
        this.which = which;
        this.event = event;
        this.dryRun = dryRun;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction) {
        return runs.keySet();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        affected.clear();
        for (RunAt run : runs.values()) {
            RunModel model = batch.model(run.runNo());
            if (model == null) {
                continue;
            }
            List<RunEvent.Target> targets = targets(model, run.runId());
            if (!dryRun && !targets.isEmpty()) {
                var ignored = batch.happen(run.runNo(), event.apply(targets));
                batch.mayStart(dagId);
            }
        }
    }

    private List<RunEvent.Target> targets(RunModel model, String runId) {
        Graph graph = model.graph();
        Map<Integer, TreeSet<Integer>> chosen = new TreeMap<>();
        if (tasks.isEmpty()) {
            graph.order().forEach(task -> chosen.put(task, new TreeSet<>()));
        }
        for (Command.TaskSelector selector : tasks) {
            Ints found = graph.tasksOf(selector.taskId());
            found.stream().forEach(task -> {
                TreeSet<Integer> indexes = chosen.computeIfAbsent(task, t -> new TreeSet<>());
                if (selector.mapIndex() != null) {
                    indexes.add(selector.mapIndex());
                }
                if (scope.downstream()) {
                    graph.descendants(task).stream().forEach(t -> chosen.computeIfAbsent(t, x -> new TreeSet<>()));
                }
                if (scope.upstream()) {
                    graph.ancestors(task).stream().forEach(t -> chosen.computeIfAbsent(t, x -> new TreeSet<>()));
                }
            });
        }
        List<RunEvent.Target> targets = new ArrayList<>();
        chosen.forEach((task, indexes) -> {
            for (Instance instance : model.instancesOf(task)) {
                boolean named = indexes.isEmpty() || indexes.contains(instance.mapIndex());
                if (named && which.test(instance)) {
                    targets.add(new RunEvent.Target(task, instance.mapIndex()));
                    affected.add(new CommandReply.Affected.Instance(
                            dagId, runId, graph.task(task).taskId(), instance.mapIndex()));
                }
            }
        });
        return targets;
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
        RunControl.await(done);
        return new CommandReply.Affected(affected);
    }

    /** Whether a clear by these flags concerns the instance. */
    static Predicate<Instance> clearable(boolean onlyFailed, boolean onlyRunning) {
        return i -> {
            if (onlyFailed) {
                return i.state().isFailure();
            }
            return onlyRunning ? i.state() == TaskState.RUNNING : i.state() != TaskState.REMOVED;
        };
    }
}
