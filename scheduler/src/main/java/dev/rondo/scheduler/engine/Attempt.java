package dev.rondo.scheduler.engine;

import dev.rondo.core.asset.Outlets;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.pool.Active;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunMachine;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.asset.AssetUpdate;
import dev.rondo.metadata.run.CallbackRow;
import dev.rondo.metadata.run.ChosenRuns;
import dev.rondo.metadata.run.InstanceRow;
import dev.rondo.metadata.run.InstanceWrite.TryEnd;
import dev.rondo.metadata.run.PastAnswer;
import dev.rondo.metadata.run.PastQuestion;
import dev.rondo.metadata.run.PoolRow;
import dev.rondo.metadata.run.RunModels;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.metadata.run.RunWrites;
import dev.rondo.metadata.run.StoredRun;
import dev.rondo.scheduler.fleet.ConnectedWorker;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One try of a batch's transaction. It changes memory as it goes; {@link #undo} takes that back when the transaction
 * did not happen, by forgetting whatever it touched.
 */
final class Attempt implements EngineBatch {

    static final long STOP_GRACE_MILLIS = 10_000;

    private final EngineState state;
    private final RunTransaction transaction;
    private final InstantSource clock;
    private final Map<Long, CachedRun> locked = new TreeMap<>();
    private final Map<Long, RunChanges> changes = new LinkedHashMap<>();
    private final RunWrites writes = new RunWrites();
    private final Outgoing outgoing = new Outgoing();
    private final Map<String, Integer> poolChanges = new HashMap<>();
    private final Map<String, Integer> movedSlots = new HashMap<>();
    /** Pools of what was or is deferred, and whether it was taken for counting there. */
    private final Map<String, Boolean> deferredPools = new HashMap<>();

    private final SortedSet<String> mayStart = new TreeSet<>();
    private final List<AssetUpdate> assetUpdates = new ArrayList<>();
    private final SortedSet<String> mayFollowAssets = new TreeSet<>();
    private final List<Long> assigned = new ArrayList<>();
    private final NextRuns nextRuns;
    private final Set<Long> callbacks = new HashSet<>();
    private boolean forOthers;
    private Instant now;

    /**
     * A try that has locked nothing yet.
     *
     * @param begun when the pass began; the moment of the batch is never before it
     * @param clock asked again when locks are held, which may have been waited for: nothing that happens to what is
     *     locked is dated before what others did to it until then
     */
    Attempt(EngineState state, RunTransaction transaction, Instant begun, InstantSource clock, NextRuns nextRuns) {
        this.state = state;
        this.transaction = transaction;
        this.now = begun;
        this.clock = clock;
        this.nextRuns = nextRuns;
    }

    /**
     * Locks runs that are all in memory, if they are still as there. Whether they are shows when the database is next
     * asked, at the commit the latest.
     *
     * @return false: some are not in memory, or others change them too, and nothing is locked
     */
    boolean expect(SortedSet<Long> runNos) {
        SortedMap<Long, Long> versions = new TreeMap<>();
        for (long runNo : runNos) {
            CachedRun cached = state.runs.get(runNo);
            if (cached == null || state.contested.contains(runNo)) {
                return false;
            }
            versions.put(runNo, cached.rowVersion());
        }
        transaction.expect(versions);
        versions.forEach((runNo, version) -> {
            CachedRun cached = Objects.requireNonNull(state.runs.get(runNo));
            cached.rowVersion(version + 1);
            locked.put(runNo, cached);
        });
        askForPast(locked.values());
        var _ = later(); // for what was asked, locks may have been waited for
        return true;
    }

    /** Locks runs, and brings those into memory that are not there or changed elsewhere. */
    void lock(SortedSet<Long> runNos) {
        Map<Long, Long> versions = transaction.lock(runNos);
        var _ = later();
        List<Long> missing = new ArrayList<>();
        for (long runNo : runNos) {
            Long version = versions.get(runNo);
            CachedRun cached = state.runs.get(runNo);
            if (version == null) {
                state.runs.drop(runNo);
            } else if (cached != null && cached.rowVersion() == version - 1) {
                cached.rowVersion(version);
                locked.put(runNo, cached);
            } else {
                if (cached != null) {
                    state.contested.add(runNo);
                }
                state.runs.drop(runNo); // or what cannot be read again would be looked at with every batch
                missing.add(runNo);
            }
        }
        load(transaction.load(missing));
        askForPast(locked.values());
    }

    private void load(List<StoredRun> stored) {
        if (stored.isEmpty()) {
            return;
        }
        Map<Long, VersionedGraph> graphs = state.graphs.get(
                transaction, stored.stream().map(s -> s.run().versionId()).toList());
        for (StoredRun each : stored) {
            VersionedGraph graph = Objects.requireNonNull(graphs.get(each.run().versionId()));
            CachedRun run =
                    new CachedRun(each, graph, nextRuns.after(graph.graph(), each.run(), transaction), state.backlog);
            state.runs.put(run);
            locked.put(run.runNo(), run);
            addReady(run);
        }
    }

    private static void addReady(CachedRun run) {
        for (int task = 0; task < run.graph().size(); task++) {
            if (run.model().count(task, TaskState.SCHEDULED) > 0) {
                run.model().instancesOf(task).stream()
                        .filter(each -> each.state() == TaskState.SCHEDULED)
                        .forEach(each -> run.backlog().add(run.ready(each.task(), each.mapIndex())));
            }
        }
    }

    private void askForPast(Collection<CachedRun> runs) {
        tellPast(runs.stream().filter(CachedRun::asksForPast).toList());
    }

    private void tellPast(Collection<CachedRun> runs) {
        List<PastQuestion> questions = new ArrayList<>();
        for (CachedRun run : runs) {
            PastQuestion question = RunModels.past(run.row(), run.graph());
            if (question != null) {
                questions.add(question);
            }
        }
        Map<Long, PastAnswer> answers =
                transaction.past(questions, id -> graph(id).graph());
        for (PastQuestion question : questions) {
            PastAnswer answer = Objects.requireNonNull(answers.get(question.runNo()));
            Objects.requireNonNull(state.runs.get(question.runNo())).past(withUnwritten(question, answer));
        }
    }

    /**
     * Runs that start together have no instances in the tables yet, and those that are cleared together have the ones
     * of before: of those before a run, what memory says holds, or each would take itself for the first.
     */
    private PastAnswer withUnwritten(PastQuestion question, PastAnswer answer) {
        PastAnswer merged = answer;
        for (CachedRun run : locked.values()) {
            Instant date = run.row().logicalDate();
            if ((!run.isStored() || changes.containsKey(run.runNo()))
                    && date != null
                    && date.isBefore(question.logicalDate())
                    && run.row().dagId().equals(question.dagId())) {
                Set<String> present = run.presentOf(question.taskIds());
                merged = question.types().contains(run.row().runType())
                        ? merged.with(date, present, run.unfinishedOf(question.taskIds()))
                        : merged.knowing(present);
            }
        }
        return merged;
    }

    @Override
    public Instant now() {
        return now;
    }

    /** Moves the moment of the batch on. Clocks are set back, too. */
    private Instant later() {
        Instant moment = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (moment.isAfter(now)) {
            now = moment;
        }
        return now;
    }

    @Override
    public RunTransaction transaction() {
        return transaction;
    }

    @Override
    public @Nullable RunModel model(long runNo) {
        CachedRun run = locked.get(runNo);
        return run == null ? null : run.model();
    }

    @Override
    public @Nullable RunModel modelIn(long runNo, long versionId) {
        CachedRun run = locked.get(runNo);
        if (run == null || isAsIn(run, versionId)) {
            return run == null ? null : run.model();
        }
        VersionMove move = move(runNo, versionId);
        return RunModels.of(move.moved(), move.graph(), null, run.model().past());
    }

    private static boolean isAsIn(CachedRun run, long versionId) {
        return run.version().versionId() == versionId && !run.model().lacksTasks();
    }

    @Override
    public void useVersion(long runNo, long versionId) {
        CachedRun run = locked.get(runNo);
        if (run == null || isAsIn(run, versionId)) {
            return;
        }
        if (changes.containsKey(runNo)) {
            throw new IllegalStateException("run " + runNo + " has changed in this batch and cannot be moved in it");
        }
        VersionMove move = move(runNo, versionId);
        move.removed().forEach(row -> removeWithItsTask(run, row));
        move.moved().instances().forEach(row -> movePool(run, row, move.graph()));
        move.write(writes, now);
        if (!graph(versionId).graph().spec().deadlines().isEmpty()
                || !run.graph().spec().deadlines().isEmpty()) {
            writes.deadlinesAnew(runNo);
        }
        VersionedGraph version = graph(versionId);
        CachedRun moved = new CachedRun(
                move.moved(),
                version,
                nextRuns.after(version.graph(), move.moved().run(), transaction),
                state.backlog);
        state.runs.put(moved);
        locked.put(runNo, moved);
        addReady(moved);
        askForPast(List.of(moved));
        lookAnew(moved, move.moved().instances());
    }

    /** A sensor that waits may be watched as the version before had it: it looks at once, as this one has it. */
    private void lookAnew(CachedRun run, List<InstanceRow> rows) {
        for (InstanceRow row : rows) {
            if (row.state() == TaskState.UP_FOR_RESCHEDULE && row.lookState() == null) {
                var _ = feed(
                        run,
                        new RunEvent.Woken(run.graph().index(row.taskId()), row.mapIndex(), row.dispatchId()),
                        null);
            }
        }
    }

    /**
     * Makes runs that wait for it those of their backfills, and locks them. Only for work that is alone: one of them
     * may be locked already, by a try of this batch that lost a race, but none may have changed.
     *
     * @return by number of the run: the version of the DAG that it goes on with
     */
    Map<Long, Long> takeOver(ChosenRuns chosen) {
        Map<Long, Long> taken = transaction.takeOver(chosen);
        var _ = later();
        Set<Long> runNos = taken.keySet();
        if (!Collections.disjoint(runNos, changes.keySet())) {
            throw new IllegalStateException(
                    "of runs " + runNos + " some have changed in this batch and cannot be taken over in it");
        }
        runNos.forEach(state.runs::drop);
        List<StoredRun> stored = transaction.load(runNos);
        load(stored);
        askForPast(stored.stream()
                .map(each -> Objects.requireNonNull(locked.get(each.run().runNo())))
                .toList());
        return taken;
    }

    private VersionMove move(long runNo, long versionId) {
        return VersionMove.of(
                transaction.load(List.of(runNo)).getFirst(),
                versionId,
                graph(versionId).graph());
    }

    private VersionedGraph graph(long versionId) {
        return Objects.requireNonNull(
                state.graphs.get(transaction, List.of(versionId)).get(versionId));
    }

    /** What a worker has stays with it, and takes its slots where the new version says, be there room or not. */
    private void movePool(CachedRun run, InstanceRow row, Graph graph) {
        if (!row.state().isWithWorker() && row.state() != TaskState.DEFERRED) {
            return;
        }
        var before = run.graph().task(run.graph().index(row.taskId())).options();
        var after = graph.task(graph.index(row.taskId())).options();
        if (before.pool().equals(after.pool()) && before.poolSlots() == after.poolSlots()) {
            return;
        }
        if (takesSlots(before.pool(), row.state())) {
            movedSlots.merge(before.pool(), -before.poolSlots(), Integer::sum);
        }
        if (takesSlots(after.pool(), row.state())) {
            movedSlots.merge(after.pool(), after.poolSlots(), Integer::sum);
        }
    }

    private void removeWithItsTask(CachedRun run, InstanceRow row) {
        int task = run.graph().index(row.taskId());
        var options = run.graph().task(task).options();
        if (takesSlots(options.pool(), row.state())) {
            poolChanges.merge(options.pool(), -options.poolSlots(), Integer::sum);
        }
        if (row.state().isWithWorker()) {
            stop(new Decision.Stop(task, row.mapIndex(), row.dispatchId(), "task_removed"));
        }
    }

    @Override
    public List<Decision> happen(long runNo, RunEvent event) {
        CachedRun run = locked.get(runNo);
        if (run == null) {
            return List.of();
        }
        if (judgesWhatIsOver(run, event)) {
            tellPast(List.of(run));
        }
        return feed(run, event, null);
    }

    /** A clear or a mark in a run that goes on opens what was over, for which nothing of the run before was asked. */
    private static boolean judgesWhatIsOver(CachedRun run, RunEvent event) {
        return (event instanceof RunEvent.Cleared || event instanceof RunEvent.Marked)
                && run.model().runState() == RunState.RUNNING
                && run.dependsOnPast();
    }

    @Override
    public void result(long runNo, int task, int mapIndex, String json) {
        CachedRun run = locked.get(runNo);
        if (run != null) {
            Ends.keepResult(writes, run, run.model().instance(task, mapIndex), json, typeOf(run, task), now);
        }
    }

    private static @Nullable String typeOf(CachedRun run, int task) {
        TaskSpec.TypeSpec type = run.graph().task(task).result();
        return type == null ? null : type.name();
    }

    @Override
    public RunWrites writes() {
        return writes;
    }

    @Override
    public void mayStart(String dagId) {
        mayStart.add(dagId);
    }

    Outgoing outgoing() {
        return outgoing;
    }

    @Nullable
    CachedRun locked(long runNo) {
        return locked.get(runNo);
    }

    Collection<CachedRun> locked() {
        return locked.values();
    }

    /** Lets the machine answer an event, and takes its decisions over; empty: the event came too late. */
    List<Decision> feed(CachedRun run, RunEvent event, @Nullable TryEnd end) {
        List<Decision> decisions = RunMachine.on(run.graph(), run.model(), event, now);
        if (!decisions.isEmpty()) {
            RunChanges change = changesOf(run);
            for (Decision decision : decisions) {
                take(run, change, decision, event, end);
                run.model().apply(decision);
            }
        }
        return decisions;
    }

    private void take(CachedRun run, RunChanges change, Decision decision, RunEvent event, @Nullable TryEnd end) {
        switch (decision) {
            case Decision.Changed changed -> {
                boolean own = event instanceof RunEvent.Ended ended
                        && ended.task() == changed.after().task()
                        && ended.mapIndex() == changed.after().mapIndex();
                change.take(changed, own ? end : null);
                keepDefaultAnswer(run, changed);
                if (!own && !isByHand(event)) {
                    updateOutlets(run, changed.after(), List.of());
                }
                count(run, changed.before(), changed.after());
                changeReady(run, changed.before(), changed.after());
            }
            case Decision.Expanded expanded -> {
                change.take(expanded);
                expand(run, expanded);
            }
            case Decision.RunChanged changed -> {
                change.take(changed);
                if (changed.before().isFinal() || changed.after().isFinal()) {
                    mayStart.add(run.row().dagId());
                    if (run.graph().spec().schedule().assets() != null) {
                        mayFollowAssets.add(run.row().dagId());
                    }
                }
            }
            case Decision.Stop stop -> stop(stop);
            case Decision.Callback callback -> change.take(callback);
            case Decision.Email email -> change.take(email);
        }
    }

    private void keepDefaultAnswer(CachedRun run, Decision.Changed changed) {
        int task = changed.after().task();
        String answer = run.graph().task(task).defaultAnswer();
        if (answer != null && Decision.DEFAULT_ANSWER.equals(changed.reason())) {
            Ends.keepResult(writes, run, changed.after(), answer, typeOf(run, task), now);
        }
    }

    private static boolean isByHand(RunEvent event) {
        return event instanceof RunEvent.Marked || event instanceof RunEvent.RunMarked;
    }

    /**
     * An instance that succeeded by itself updates its outlets.
     *
     * @param said what its body said of that
     */
    void updateOutlets(CachedRun run, Instance after, List<WorkerMessage.AssetUpdate> said) {
        TaskSpec task = run.graph().task(after.task());
        if (after.state() == TaskState.SUCCESS && !task.outlets().isEmpty()) {
            Outlets.updates(task, said)
                    .forEach(update -> assetUpdates.add(new AssetUpdate(
                            update.name(),
                            update.uri(),
                            update.group(),
                            update.alias(),
                            update.extra(),
                            run.row().dagId(),
                            task.taskId(),
                            run.row().runId(),
                            after.mapIndex(),
                            null)));
        }
    }

    private void changeReady(CachedRun run, TaskState before, Instance after) {
        if (after.state() == TaskState.SCHEDULED) {
            forOthers |= !isServedHere(run, after.task());
            run.backlog().add(run.ready(after.task(), after.mapIndex()));
        } else if (before == TaskState.SCHEDULED) {
            run.backlog().remove(after.task(), after.mapIndex());
        }
    }

    private boolean isServedHere(CachedRun run, int task) {
        return state.fleet.serves(run.graph().task(task).options().queue());
    }

    private void expand(CachedRun run, Decision.Expanded expanded) {
        if (expanded.from() == 0) {
            run.backlog().remove(expanded.task(), -1);
        }
        if (expanded.each().state() == TaskState.SCHEDULED) {
            forOthers |= !isServedHere(run, expanded.task());
            for (int index = expanded.from(); index < expanded.length(); index++) {
                run.backlog().add(run.ready(expanded.task(), index));
            }
        }
    }

    /** Keeps count of slots. */
    private void count(CachedRun run, TaskState before, Instance after) {
        var options = run.graph().task(after.task()).options();
        int slots = (takesSlots(options.pool(), after.state()) ? 1 : 0) - (takesSlots(options.pool(), before) ? 1 : 0);
        boolean deferred = before == TaskState.DEFERRED || after.state() == TaskState.DEFERRED;
        if (deferred && state.pools.find(options.pool()) != null) {
            deferredPools.putIfAbsent(options.pool(), state.pools.countsDeferred(options.pool()));
            poolChanges.merge(options.pool(), 0, Integer::sum);
        }
        if (slots != 0) {
            // What is deferred was granted nothing: it is there, and counts whether there is room or not.
            boolean asked = after.state() != TaskState.DEFERRED;
            (asked ? poolChanges : movedSlots).merge(options.pool(), slots * options.poolSlots(), Integer::sum);
        }
    }

    private boolean takesSlots(String pool, TaskState taskState) {
        return taskState.isWithWorker() || (taskState == TaskState.DEFERRED && state.pools.countsDeferred(pool));
    }

    private void stop(Decision.Stop stop) {
        ConnectedWorker worker = state.fleet.holder(stop.dispatchId());
        if (worker == null) {
            forOthers = true;
        } else {
            outgoing.message(
                    worker.stream(), new SchedulerMessage.Stop(stop.dispatchId(), stop.reason(), STOP_GRACE_MILLIS));
        }
    }

    /** How many slots of a pool are free if this attempt is committed as it is. */
    int freeSlots(String pool) {
        int free = state.pools.free(pool);
        return free == Integer.MAX_VALUE
                ? free
                : free - poolChanges.getOrDefault(pool, 0) - movedSlots.getOrDefault(pool, 0);
    }

    /**
     * How many instances of a task are active over all runs of its DAG, which must be locked: those of locked runs by
     * memory, as this attempt leaves them, and only those of the others by the tables. What ended together with its run
     * is in the tables half of the way: the run is over there, and the instance is not.
     */
    int activeOf(String dagId, String taskId) {
        int here = 0;
        List<Long> runNos = new ArrayList<>();
        for (CachedRun run : locked.values()) {
            if (run.row().dagId().equals(dagId)) {
                runNos.add(run.runNo());
                OptionalInt task = run.graph().find(taskId);
                here += task.isPresent() ? Active.ofTask(run.model(), task.getAsInt()) : 0;
            }
        }
        return here + transaction.activeOf(dagId, taskId, runNos);
    }

    void assigned(long dispatchId) {
        assigned.add(dispatchId);
    }

    RunChanges changesOf(CachedRun run) {
        return changes.computeIfAbsent(run.runNo(), no -> new RunChanges(run, this::now, state.telemetry.receivers()));
    }

    /** Starts queued runs where there is room, as long as what starts does not end at once and make room again. */
    void startRuns(Set<String> limitedDags) {
        Set<String> toLock = new HashSet<>(limitedDags);
        while (!mayStart.isEmpty() || !assetUpdates.isEmpty()) {
            SortedSet<String> dags = new TreeSet<>(mayStart);
            mayStart.clear();
            // Which runs may start is counted in the tables: a run that ended in this batch must not take a place
            // there.
            transaction.write(changes.values().stream()
                    .flatMap(change -> change.takeRunWrite().stream())
                    .toList());
            dags.addAll(followAssets(dags));
            toLock.removeAll(dags);
            start(transaction.startable(dags, this::later));
        }
        if (!toLock.isEmpty()) {
            lockDags(new TreeSet<>(toLock));
        }
    }

    /**
     * Makes the runs that updates of assets call for, in the DAGs that wait for them and in those where a run's end
     * made place.
     *
     * @param others that are locked in this round as well: all at once, in order
     * @return DAGs that have a new run
     */
    private List<String> followAssets(Set<String> others) {
        List<AssetUpdate> updates = List.copyOf(assetUpdates);
        assetUpdates.clear();
        SortedSet<String> waiting = updates.isEmpty() ? new TreeSet<>() : transaction.waitingFor(updates);
        waiting.addAll(mayFollowAssets);
        mayFollowAssets.clear();
        if (!waiting.isEmpty()) {
            SortedSet<String> toLock = new TreeSet<>(waiting);
            toLock.addAll(others);
            lockDags(toLock);
        }
        return waiting.isEmpty() && updates.isEmpty() ? List.of() : transaction.assetRuns(waiting, updates, now);
    }

    /** Whether nobody has given out the callback in this batch yet; now somebody has. */
    boolean firstGives(CallbackRow callback) {
        return callbacks.add(callback.outboxId());
    }

    private void lockDags(SortedSet<String> dagIds) {
        transaction.lockDags(dagIds);
        var _ = later();
    }

    /** Locks pools until the end of the transaction; they are as full as is returned. */
    List<PoolRow> lockPools(SortedSet<String> names) {
        List<PoolRow> pools = transaction.lockPools(names);
        var _ = later();
        return pools;
    }

    private void start(SortedMap<Long, Long> versions) {
        List<Long> unknown = new ArrayList<>();
        versions.forEach((runNo, version) -> {
            CachedRun run = locked.get(runNo);
            if (run == null) {
                unknown.add(runNo);
            } else {
                // What is cleared in this very batch is in memory as it will be, and in the tables as it was.
                run.rowVersion(version);
            }
        });
        // One that has not begun may have instances all the same: they were marked while it waited.
        load(transaction.load(unknown));
        List<CachedRun> starting = versions.keySet().stream()
                .map(runNo -> Objects.requireNonNull(locked.get(runNo)))
                .toList();
        askForPast(starting);
        starting.forEach(run -> feed(run, new RunEvent.RunStarted(), null));
    }

    /** Changes pools and writes everything; throws {@link PoolMovedException} when a plan did not hold. */
    void write() {
        changes.values().forEach(each -> each.writeTo(writes));
        transaction.write(writes, now);
        if (forOthers) {
            transaction.tellOthers();
        }
        changePools();
    }

    private void changePools() {
        List<PoolRow> pools = new ArrayList<>(transaction.movePools(movedSlots));
        // Without a change of its own a pool is looked at for how it counts what is deferred.
        poolChanges.entrySet().removeIf(each -> each.getValue() == 0 && !deferredPools.containsKey(each.getKey()));
        Set<String> moved = new HashSet<>(poolChanges.keySet());
        for (PoolRow pool : transaction.changePools(poolChanges)) {
            moved.remove(pool.name());
            pools.add(pool);
        }
        for (PoolRow pool : pools) {
            Boolean counted = deferredPools.get(pool.name());
            if (counted != null && counted != pool.includeDeferred()) {
                moved.add(pool.name());
            }
        }
        pools.forEach(state.pools::put);
        if (!moved.isEmpty()) {
            throw new PoolMovedException(moved);
        }
    }

    Collection<RunChanges> changes() {
        return changes.values();
    }

    /** The transaction is committed: what waits for that happens. */
    Collection<RunChanges> committed() {
        for (RunChanges change : changes.values()) {
            change.run().nowStored();
            change.timers().forEach(state.timers::set);
        }
        locked.values().forEach(this::settle);
        return changes.values();
    }

    /** A run of which nothing is under way leaves the memory; a clear, or its start, brings it back. */
    private void settle(CachedRun run) {
        if (run.model().runState() != RunState.RUNNING) {
            state.runs.drop(run.runNo());
            state.contested.remove(run.runNo());
        } else {
            state.runs.measure(run);
            state.settle(run);
        }
    }

    /** The transaction did not happen. */
    void undo() {
        locked.keySet().forEach(state.runs::drop);
        assigned.forEach(state.fleet::release);
    }
}
