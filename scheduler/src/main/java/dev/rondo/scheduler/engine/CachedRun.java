package dev.rondo.scheduler.engine;

import static java.util.stream.Collectors.toSet;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.dispatch.TaskInputs;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.pool.Active;
import dev.rondo.core.pool.Candidate;
import dev.rondo.core.pool.Rank;
import dev.rondo.core.protocol.Dispatch.PrevSuccess;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.InstanceRow;
import dev.rondo.metadata.run.PastAnswer;
import dev.rondo.metadata.run.RunModels;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.run.StoredRun;
import dev.rondo.scheduler.backlog.Backlog;
import dev.rondo.scheduler.backlog.Ready;
import dev.rondo.scheduler.backlog.RunBacklog;
import dev.rondo.sdk.spec.OptionsSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A run in memory: its state, what of it is ready, and what dispatching its tasks needs. */
final class CachedRun {

    // As much as an instance takes, see EngineConfig.
    private static final int CHARS_OF_AN_INSTANCE = 200;

    private static final Set<TaskState> FINAL =
            Arrays.stream(TaskState.values()).filter(TaskState::isFinal).collect(toSet());

    private final RunRow row;
    private final VersionedGraph version;
    private final RunModel model;
    private final LivePast past;
    private final RunBacklog backlog;
    private final TaskInputs inputs;
    private final ResultCache results = new ResultCache();
    private final Map<Long, Look> looks = new HashMap<>();
    private final Map<Integer, Candidate> candidates = new HashMap<>();
    private @Nullable PrevSuccess prevSuccess;
    private long prevSuccessAsOf = -1;
    private boolean stored;
    private long rowVersion;
    private int clearNumber;

    /** What a sensor left for its next look. */
    record Look(@Nullable Instant firstLookAt, @Nullable String state) {}

    CachedRun(StoredRun stored, VersionedGraph version, @Nullable Instant nextRunAfter, Backlog backlog) {
        this.row = stored.run();
        this.version = version;
        this.past = new LivePast();
        this.rowVersion = row.rowVersion();
        this.clearNumber = row.clearNumber();
        this.stored = !stored.instances().isEmpty();
        this.inputs = new TaskInputs(version.graph(), row.conf());
        this.model = RunModels.of(stored, version.graph(), nextRunAfter, past);
        stored.instances().forEach(this::keepLook);
        this.backlog = new RunBacklog(backlog, this::isLimited);
    }

    private void keepLook(InstanceRow row) {
        OptionalInt task = graph().find(row.taskId());
        if (task.isPresent() && (row.lookState() != null || row.firstLookAt() != null)) {
            looks.put(key(task.getAsInt(), row.mapIndex()), new Look(row.firstLookAt(), row.lookState()));
        }
    }

    static long key(int task, int mapIndex) {
        return ((long) task << 32) | (mapIndex + 1L);
    }

    RunRow row() {
        return row;
    }

    long runNo() {
        return row.runNo();
    }

    VersionedGraph version() {
        return version;
    }

    Graph graph() {
        return version.graph();
    }

    RunModel model() {
        return model;
    }

    TaskInputs inputs() {
        return inputs;
    }

    ResultCache results() {
        return results;
    }

    /** An instance ended with a result. */
    void result(int task, int mapIndex, String json) {
        results.put(graph().task(task).taskId(), mapIndex, json, graph().isMappedOver(task));
    }

    /** The result of an instance is no more. */
    void forgetResult(int task, int mapIndex) {
        results.remove(graph().task(task).taskId(), mapIndex);
        if (graph().isMappedOver(task)) {
            inputs.forgetElements();
        }
    }

    /** Whether all results that the inputs of a task are made from are in memory. */
    boolean hasResultsFor(int task) {
        return inputs.sources(task).stream()
                .allMatch(source -> results.has(source, model.results(graph().index(source))));
    }

    /** What it takes in memory, in instances. */
    long size() {
        long instances = 1;
        for (int task = 0; task < graph().size(); task++) {
            instances += model.instances(task);
        }
        return instances + results.chars() / CHARS_OF_AN_INSTANCE;
    }

    RunBacklog backlog() {
        return backlog;
    }

    /** Whether its instances have rows. */
    boolean isStored() {
        return stored;
    }

    void nowStored() {
        stored = true;
    }

    long rowVersion() {
        return rowVersion;
    }

    void rowVersion(long version) {
        rowVersion = version;
    }

    /** How often the run was opened again after it was finished. */
    int clearNumber() {
        return clearNumber;
    }

    void clearedAgain() {
        clearNumber++;
    }

    void past(PastAnswer answer) {
        past.answer = answer;
    }

    /**
     * Whether some task of it may be judged by the run before: also one that has begun, when it is lost or looks again.
     */
    boolean asksForPast() {
        return dependsOnPast() && graph().pastDependent().stream().anyMatch(this::isOpen);
    }

    private boolean isOpen(int task) {
        int over = FINAL.stream().mapToInt(state -> model.count(task, state)).sum();
        return model.instances(task) > over;
    }

    /** Whether some task of it looks at the run before. */
    boolean dependsOnPast() {
        return row.logicalDate() != null && !graph().pastDependent().isEmpty();
    }

    /** Of these tasks, those that have an instance. */
    Set<String> presentOf(Set<String> taskIds) {
        return with(taskIds, task -> model.instances(task) > 0);
    }

    /** Of these tasks, those with an instance that is neither success nor skipped. */
    Set<String> unfinishedOf(Set<String> taskIds) {
        return with(
                taskIds,
                task -> model.count(task, TaskState.SUCCESS) + model.count(task, TaskState.SKIPPED)
                        < model.instances(task));
    }

    private Set<String> with(Set<String> taskIds, IntPredicate which) {
        return taskIds.stream()
                .filter(id -> {
                    OptionalInt task = graph().find(id);
                    return task.isPresent() && which.test(task.getAsInt());
                })
                .collect(toSet());
    }

    @Nullable
    Look look(int task, int mapIndex) {
        return looks.get(key(task, mapIndex));
    }

    void look(int task, int mapIndex, @Nullable Look look) {
        if (look == null) {
            looks.remove(key(task, mapIndex));
        } else {
            looks.put(key(task, mapIndex), look);
        }
    }

    /** Whether it is known which successful run was the last, if so many of the DAG have ended well since the start. */
    boolean knowsPrevSuccess(long successes) {
        return prevSuccessAsOf == successes;
    }

    @Nullable
    PrevSuccess prevSuccess() {
        return prevSuccess;
    }

    void prevSuccess(@Nullable PrevSuccess found, long successes) {
        prevSuccess = found;
        prevSuccessAsOf = successes;
    }

    /** What decides about the turn of an instance that is ready. */
    Ready ready(int task, int mapIndex) {
        OptionsSpec options = graph().task(task).options();
        Rank rank = Rank.of(
                row.runType() == RunType.BACKFILL,
                graph().weight(task),
                row.logicalDate(),
                mapIndex,
                row.runNo(),
                graph().task(task).taskId());
        return new Ready(rank, task, row.dagId(), options.pool(), options.poolSlots(), options.queue());
    }

    /** What an instance of a task asks for when it is given a slot. */
    Candidate candidate(int task) {
        return candidates.computeIfAbsent(task, t -> Candidate.of(graph(), t));
    }

    private boolean isLimited(int task) {
        return candidate(task).maxActivePerRun() != null;
    }

    private int roomOf(int task) {
        Integer limit = candidate(task).maxActivePerRun();
        return limit == null ? Integer.MAX_VALUE : limit - Active.ofTask(model, task);
    }

    /** Shows the backlog what the run's own limits let through; nothing while its DAG is paused. */
    void settle(boolean paused) {
        int room = graph().spec().maxActiveTasks() - Active.inRun(model);
        backlog.settle(paused ? 0 : room, this::roomOf);
    }

    /** What is known of the run before; asked anew in each batch that may need it. */
    private static final class LivePast implements dev.rondo.core.state.RunView.PastRun {
        private PastAnswer answer = PastAnswer.NONE;

        @Override
        public boolean exists() {
            return answer.exists();
        }

        @Override
        public boolean has(String taskId) {
            return answer.has(taskId);
        }

        @Override
        public boolean undone(String taskId) {
            return answer.undone(taskId);
        }

        @Override
        public boolean absentEverywhere(String taskId) {
            return answer.absentEverywhere(taskId);
        }

        @Override
        public @Nullable Instant logicalDate() {
            return answer.logicalDate();
        }
    }
}
