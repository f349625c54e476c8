package dev.rondo.scheduler.engine;

import static java.util.stream.Collectors.toSet;

import dev.rondo.core.state.Decision;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.deadline.MetDeadlines;
import dev.rondo.metadata.run.CallbackWrite;
import dev.rondo.metadata.run.InstanceKey;
import dev.rondo.metadata.run.InstanceWrite;
import dev.rondo.metadata.run.InstanceWrite.TryEnd;
import dev.rondo.metadata.run.NewInstance;
import dev.rondo.metadata.run.PastTry;
import dev.rondo.metadata.run.RunWrite;
import dev.rondo.metadata.run.RunWrites;
import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.sdk.spec.DeadlineSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a batch changes about one run, gathered from decisions until it is written: each row once, as it is in the end.
 */
final class RunChanges {

    private final CachedRun run;
    private final InstantSource now;
    private final RunTelemetry telemetry;
    private final Map<Long, InstanceChange> instances = new LinkedHashMap<>();
    private final List<Decision.Changed> transitions = new ArrayList<>();
    private final List<Decision.Expanded> expansions = new ArrayList<>();
    private final List<PastTry> pastTries = new ArrayList<>();
    private final List<InstanceKey> forgottenXComs = new ArrayList<>();
    private final List<CallbackWrite> callbacks = new ArrayList<>();
    private Decision.@Nullable RunChanged runChange;
    private boolean runTaken;
    private boolean began;
    private boolean reopened;
    private final Set<Integer> doneAgain = new HashSet<>();

    private static final class InstanceChange {
        Instant at;

        @Nullable
        String reason;

        boolean scheduled;

        @Nullable
        String worker;

        @Nullable
        TryEnd end;

        boolean fresh;

        InstanceChange(Instant at) {
            this.at = at;
        }
    }

    /**
     * No change yet.
     *
     * @param now the moment of the batch, which moves on
     * @param receivers who outside is told
     */
    RunChanges(CachedRun run, InstantSource now, Set<Receiver> receivers) {
        this.run = run;
        this.now = now;
        this.telemetry = new RunTelemetry(receivers, run, now);
    }

    CachedRun run() {
        return run;
    }

    /** The last change of the run itself; null: none. */
    Decision.@Nullable RunChanged runChange() {
        return runChange;
    }

    /** Each change of an instance, in order. */
    List<Decision.Changed> transitions() {
        return transitions;
    }

    /** Whether the run began, be it over by now. */
    boolean began() {
        return began;
    }

    /** Instances that changed, as keys of {@link CachedRun#key}, and all that came by expansion. */
    List<Instance> changed() {
        List<Instance> all = new ArrayList<>();
        for (long key : instances.keySet()) {
            all.add(current(key));
        }
        for (Decision.Expanded each : expansions) {
            for (int index = each.from(); index < each.length(); index++) {
                if (!instances.containsKey(CachedRun.key(each.task(), index))) {
                    all.add(run.model().instance(each.task(), index));
                }
            }
        }
        return all;
    }

    /** An instance is about to change. Called before the model is, so that what it was can still be asked. */
    void take(Decision.Changed changed, @Nullable TryEnd end) {
        transitions.add(changed);
        Instance after = changed.after();
        Instance before = run.model().instance(after.task(), after.mapIndex());
        telemetry.take(before, changed);
        if (before.state().isFinal() && !after.state().isFinal()) {
            doneAgain.add(after.task());
        }
        InstanceChange change = change(after.task(), after.mapIndex());
        boolean leaves = leavesTry(before, after);
        if (leaves) {
            keepTry(before, after, change, changed.reason(), end == null ? change.end : end);
        }
        change.reason = changed.reason();
        if (after.state() == TaskState.SCHEDULED) {
            change.scheduled = true;
            change.worker = null;
        } else if (before.state() == TaskState.SCHEDULED && !after.state().isWithWorker()) {
            change.scheduled = false; // taken back in the same batch
        }
        if (end != null && !leaves) { // what a try left behind it goes into history with it
            change.end = end;
            change.fresh = false;
        }
    }

    void take(Decision.Expanded expanded) {
        if (expanded.from() == 0) {
            instances.remove(CachedRun.key(expanded.task(), -1));
        }
        expansions.add(expanded);
    }

    void take(Decision.RunChanged changed) {
        if (changed.before().isFinal() && !changed.after().isFinal()) {
            run.clearedAgain();
            reopened = true;
        }
        telemetry.take(changed);
        began |= changed.before() == RunState.QUEUED && changed.after() == RunState.RUNNING;
        runChange = changed;
        runTaken = false;
    }

    void take(Decision.Callback callback) {
        String taskId = callback.task() < 0 ? null : taskId(callback.task());
        String key = run.runNo() + "/" + (taskId == null ? "" : taskId) + "/" + callback.mapIndex() + "/"
                + (taskId == null ? "run" + callback.at() : callback.tryNumber()) + "/" + callback.kind();
        callbacks.add(new CallbackWrite(
                key, run.runNo(), taskId, callback.mapIndex(), callback.tryNumber(), callback.kind(), callback.at()));
    }

    void take(Decision.Email email) {
        String taskId = taskId(email.task());
        String kind = CallbackWrite.EMAIL + email.kind();
        String key = run.runNo() + "/" + taskId + "/" + email.mapIndex() + "/" + email.tryNumber() + "/" + kind;
        callbacks.add(
                new CallbackWrite(key, run.runNo(), taskId, email.mapIndex(), email.tryNumber(), kind, email.at()));
    }

    /** An instance was given to a worker. */
    void dispatched(int task, int mapIndex, String workerId) {
        change(task, mapIndex).worker = workerId;
    }

    private InstanceChange change(int task, int mapIndex) {
        Instant at = now.instant();
        InstanceChange change = instances.computeIfAbsent(CachedRun.key(task, mapIndex), key -> new InstanceChange(at));
        change.at = at;
        return change;
    }

    private static boolean leavesTry(Instance before, Instance after) {
        // One that was lost before its begin was told may have run all the same.
        boolean lost = after.lostTries() > before.lostTries();
        boolean left = before.startDate() != null && after.startDate() == null;
        return (lost || left) && !after.state().isFinal();
    }

    private void keepTry(
            Instance before, Instance after, InstanceChange change, @Nullable String reason, @Nullable TryEnd end) {
        boolean lost = after.lostTries() > before.lostTries();
        TaskState outcome = before.state().isFinal() ? before.state() : TaskState.FAILED;
        pastTries.add(new PastTry(
                run.runNo(),
                taskId(before.task()),
                before.mapIndex(),
                outcome,
                before.startDate(),
                before.endDate() == null ? now.instant() : before.endDate(),
                lost ? reason : change.reason,
                end));
        change.end = null;
        if (!lost) { // one that was lost goes on with what its last look left
            forgottenXComs.add(new InstanceKey(run.runNo(), taskId(before.task()), before.mapIndex()));
            run.forgetResult(before.task(), before.mapIndex());
            run.look(before.task(), before.mapIndex(), null);
            change.fresh = true;
        }
    }

    /** Whether callbacks are to run. */
    boolean hasCallbacks() {
        return !callbacks.isEmpty();
    }

    /** Whether the run began, or was opened again, with deadlines that nobody here has heard of. */
    boolean hasNewDeadlines() {
        boolean begins = runChange != null && !runChange.after().isFinal();
        return !run.graph().spec().deadlines().isEmpty() && (begins || isDoneAgain());
    }

    /** When what changed is to be looked at again. */
    List<Timers.Timer> timers() {
        List<Timers.Timer> timers = new ArrayList<>();
        for (Instance each : changed()) {
            if (each.nextAt() != null) {
                timers.add(new Timers.Timer(each.nextAt(), run.runNo(), taskId(each.task()), each.mapIndex()));
            }
        }
        Instant timeout = runChange == null ? null : timeoutAt(runChange);
        if (timeout != null) {
            timers.add(new Timers.Timer(timeout, run.runNo(), null, -1));
        }
        return timers;
    }

    /** Writes everything down. */
    void writeTo(RunWrites writes) {
        pastTries.forEach(writes::pastTry);
        forgottenXComs.forEach(writes::forgetXComs);
        callbacks.forEach(writes::callback);
        telemetry.writeTo(writes);
        if (run.isStored()) {
            writeExpansions(writes);
            instances.forEach((key, change) -> writes.instance(write(current(key), change)));
        } else {
            run.model().instances().forEach(each -> writes.newInstance(fresh(each)));
        }
        takeRunWrite().ifPresent(writes::run);
        writeDeadlines(writes);
    }

    private void writeDeadlines(RunWrites writes) {
        List<DeadlineSpec> deadlines = run.graph().spec().deadlines();
        if (deadlines.isEmpty()) {
            return;
        }
        Instant end = run.model().endDate();
        if (run.model().runState() == RunState.SUCCESS && end != null && runChange != null) {
            // Its own end is when the last of its tasks' ends was heard of.
            writes.met(new MetDeadlines(
                    run.runNo(), null, newestEnd(run.model().instances()).orElse(end)));
        } else if (reopened || isDoneAgain()) {
            writes.deadlinesAnew(run.runNo());
        }
        Set<Integer> changed = changed().stream().map(Instance::task).collect(toSet());
        for (DeadlineSpec each : deadlines) {
            if (each.taskId() != null) {
                int task = run.graph().index(each.taskId());
                if (changed.contains(task) && isDone(task)) {
                    writes.met(new MetDeadlines(run.runNo(), each.taskId(), endOf(task)));
                }
            }
        }
    }

    /** Whether a task with a deadline, which may be met and gone, is to be done once more. */
    private boolean isDoneAgain() {
        return run.graph().spec().deadlines().stream()
                .anyMatch(each ->
                        each.taskId() != null && doneAgain.contains(run.graph().index(each.taskId())));
    }

    private boolean isDone(int task) {
        RunModel model = run.model();
        return model.instances(task)
                == model.count(task, TaskState.SUCCESS)
                        + model.count(task, TaskState.SKIPPED)
                        + model.count(task, TaskState.REMOVED);
    }

    private Instant endOf(int task) {
        return newestEnd(run.model().instancesOf(task)).orElseGet(now::instant);
    }

    private static Optional<Instant> newestEnd(List<Instance> instances) {
        return instances.stream()
                .flatMap(each -> Stream.ofNullable(each.endDate()))
                .max(Comparator.naturalOrder());
    }

    /** What is to be written of the run itself, once: empty when nothing is, or it was taken before. */
    Optional<RunWrite> takeRunWrite() {
        Decision.RunChanged change = runChange;
        if (change == null || runTaken) {
            return Optional.empty();
        }
        runTaken = true;
        return Optional.of(runWrite(change));
    }

    private void writeExpansions(RunWrites writes) {
        for (Decision.Expanded each : expansions) {
            if (each.from() == 0) {
                writes.remove(new InstanceKey(run.runNo(), taskId(each.task()), -1));
            }
            for (int index = each.from(); index < each.length(); index++) {
                writes.newInstance(fresh(run.model().instance(each.task(), index)));
                instances.remove(CachedRun.key(each.task(), index));
            }
        }
    }

    private NewInstance fresh(Instance instance) {
        InstanceChange change = instances.get(CachedRun.key(instance.task(), instance.mapIndex()));
        if (change == null) {
            change = new InstanceChange(now.instant());
            change.scheduled = instance.state() == TaskState.SCHEDULED;
        }
        OptionsSpec options = run.graph().task(instance.task()).options();
        return new NewInstance(
                write(instance, change),
                options.pool(),
                options.poolSlots(),
                run.graph().weight(instance.task()),
                options.queue());
    }

    private InstanceWrite write(Instance instance, InstanceChange change) {
        return new InstanceWrite(
                run.runNo(),
                taskId(instance.task()),
                instance,
                change.reason,
                change.at,
                change.scheduled,
                change.worker,
                change.end,
                change.fresh);
    }

    private RunWrite runWrite(Decision.RunChanged change) {
        return new RunWrite(
                run.runNo(),
                change.after(),
                change.reason(),
                run.version().versionId(),
                run.model().startDate(),
                run.model().endDate(),
                timeoutAt(change),
                change.after() == RunState.QUEUED ? now.instant() : null,
                run.clearNumber());
    }

    private @Nullable Instant timeoutAt(Decision.RunChanged change) {
        Duration timeout = run.graph().spec().dagrunTimeout();
        Instant start = run.model().startDate();
        return change.after() == RunState.RUNNING && timeout != null && start != null ? start.plus(timeout) : null;
    }

    private Instance current(long key) {
        return run.model().instance((int) (key >> 32), (int) (key & 0xFFFFFFFFL) - 1);
    }

    private String taskId(int task) {
        return run.graph().task(task).taskId();
    }
}
