package dev.rondo.metadata.run;

import static dev.rondo.metadata.jooq.Sequences.DISPATCH_ID_SEQ;
import static dev.rondo.metadata.jooq.Tables.POOL;

import dev.rondo.core.command.CommandReply;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.Dispatch.PrevSuccess;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.Pipeline;
import dev.rondo.metadata.asset.AssetRuns;
import dev.rondo.metadata.asset.AssetUpdate;
import dev.rondo.metadata.command.Change;
import dev.rondo.metadata.command.CommandAnswers;
import dev.rondo.metadata.deadline.Deadlines;
import dev.rondo.metadata.deadline.MissedDeadline;
import dev.rondo.metadata.notice.Notice;
import dev.rondo.metadata.run.RunStatements.PoolChange;
import dev.rondo.metadata.schedule.StoredRunRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the engine does within one transaction. Lock first, then read what is not cached, write, and change pools last:
 * the order in which all schedulers take their locks.
 */
public final class RunTransaction {

    private final Pipeline pipeline;
    private final DSLContext context;
    private final RunStatements statements;
    private final RunReads reads;
    private final Surroundings outside;
    private final TakeOvers takeOvers;
    private final AssetRuns assetRuns;

    RunTransaction(Pipeline pipeline, RunStatements statements, AssetRuns assetRuns) {
        this.pipeline = pipeline;
        this.context = pipeline.context();
        this.statements = statements;
        this.reads = new RunReads(context);
        this.outside = new Surroundings(context);
        this.takeOvers = new TakeOvers(context);
        this.assetRuns = assetRuns;
    }

    /**
     * Locks a command, after the runs it is about.
     *
     * @param commandId 0: what asks is no command, and is always open
     * @return false: it is answered already
     */
    public boolean lockOpenCommand(long commandId) {
        return CommandAnswers.lockOpen(context, commandId);
    }

    /** Answers a command, which is open, and tells what it changed. */
    public void answerCommand(long commandId, CommandReply reply, Change change, Instant now) {
        CommandAnswers.write(context, commandId, reply, change, now);
    }

    /**
     * Locks runs and raises their versions.
     *
     * @return the new version of each; a run that is deleted is missing
     */
    public Map<Long, Long> lock(SortedSet<Long> runNos) {
        Map<Long, Long> versions = new HashMap<>();
        statements.lock.query(context, List.copyOf(runNos), row -> versions.put(row.getLong(1), row.getLong(2)));
        return versions;
    }

    /**
     * Locks runs that are known, and raises their versions, together with whatever is asked or written next: if one has
     * another version by then the transaction fails as a {@link StaleRunException}. For runs that nobody else is likely
     * to have changed.
     *
     * @param versions the version of each as it is known
     */
    public void expect(SortedMap<Long, Long> versions) {
        statements.expect.addTo(pipeline, List.copyOf(versions.entrySet()));
    }

    /** Runs with all their instances, those of a task in order of their map index. */
    public List<StoredRun> load(Collection<Long> runNos) {
        return reads.load(runNos);
    }

    /**
     * What the run before says about tasks, see {@link PastQuestion}.
     *
     * @param graphs the graph of a version, asked for runs that have not begun
     */
    public Map<Long, PastAnswer> past(Collection<PastQuestion> questions, Function<Long, Graph> graphs) {
        return reads.past(questions, graphs);
    }

    /** Results of all instances of the named tasks. */
    public List<StoredResult> results(Collection<ResultQuestion> questions) {
        return statements.results.query(
                pipeline,
                List.copyOf(questions),
                row -> new StoredResult(row.getLong(1), row.getString(2), row.getInt(3), row.getString(4)));
    }

    /** Dates of the last successful run before each of the runs, where there is one. */
    public Map<Long, PrevSuccess> prevSuccess(Collection<Long> runNos) {
        return reads.prevSuccess(runNos);
    }

    /** Running runs of a DAG after a date, by date. */
    public List<RunRow> runningAfter(String dagId, Instant logicalDate, int limit) {
        return reads.runningAfter(dagId, logicalDate, limit);
    }

    /** What the timetable class of a DAG told of that is later than a moment; nothing where it has none. */
    public Timetables.Stored storedRuns(String dagId, Instant after) {
        return StoredRunRows.of(context, dagId, after);
    }

    /** Versions of DAGs. */
    public List<StoredVersion> versions(Collection<Long> versionIds) {
        return reads.versions(versionIds);
    }

    /**
     * Locks DAGs, and picks of their queued runs those for which there is room now; they are locked too, and their
     * versions raised. Runs that another transaction holds are passed over: who holds them looks again.
     *
     * <p>Pauses, of a DAG and of a backfill, are made under the lock of the DAG: what is read here holds until the
     * commit.
     *
     * @param clock asked once the DAGs are locked: what starts must not be dated before that which lets it
     * @return the new version of each
     */
    public SortedMap<Long, Long> startable(SortedSet<String> dagIds, InstantSource clock) {
        return statements.starts.startable(context, dagIds, clock);
    }

    /**
     * How many instances of a task are active in running runs of its DAG, as the database has it. The DAG must be
     * locked.
     *
     * @param without runs that are not counted
     */
    public int activeOf(String dagId, String taskId, Collection<Long> without) {
        return reads.activeOf(dagId, taskId, without);
    }

    /** DAGs that wait for what is updated. */
    public SortedSet<String> waitingFor(List<AssetUpdate> updates) {
        return assetRuns.waiting(context, updates);
    }

    /**
     * Takes updates of assets down, and makes the runs that they call for.
     *
     * @param dagIds that wait for what is updated, or have a place for a run again; locked
     * @return those of them that have a new run
     */
    public List<String> assetRuns(Collection<String> dagIds, List<AssetUpdate> updates, Instant now) {
        List<Long> ignored = assetRuns.record(context, updates, now);
        return assetRuns.create(context, dagIds, now);
    }

    /** Locks DAGs alone, in order. */
    public void lockDags(SortedSet<String> dagIds) {
        var _ = statements.starts.lockDags(context, dagIds);
    }

    /** The pools and how full they are, without locking them. */
    public List<PoolRow> pools() {
        return statements.sweeps.pools(context);
    }

    /**
     * Locks pools until the end of the transaction.
     *
     * @return how full they really are
     */
    public List<PoolRow> lockPools(SortedSet<String> names) {
        return context.select(POOL.NAME, POOL.SLOTS, POOL.USED_SLOTS, POOL.INCLUDE_DEFERRED)
                .from(POOL)
                .where(POOL.NAME.in(names))
                .orderBy(POOL.NAME)
                .forNoKeyUpdate()
                .fetch(row -> new PoolRow(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /**
     * Takes and gives back slots.
     *
     * @param changes by pool: how many more are taken (negative: fewer)
     * @return each as it now is; a pool in which the change does not fit is unchanged and missing
     */
    public List<PoolRow> changePools(Map<String, Integer> changes) {
        List<PoolChange> rows = new TreeMap<>(changes)
                .entrySet().stream()
                        .map(each -> new PoolChange(each.getKey(), each.getValue()))
                        .toList();
        return statements.changePools.query(pipeline, rows, RunTransaction::pool);
    }

    private static PoolRow pool(ResultSet row) throws SQLException {
        return new PoolRow(row.getString(1), row.getInt(2), row.getInt(3), row.getBoolean(4));
    }

    /**
     * Counts slots anew that are taken already: a pool may be fuller than it is large for it, until they come back.
     *
     * @return each as it now is
     */
    public List<PoolRow> movePools(Map<String, Integer> changes) {
        List<PoolChange> rows = new TreeMap<>(changes)
                .entrySet().stream()
                        .map(each -> new PoolChange(each.getKey(), each.getValue()))
                        .toList();
        return statements.movePools.query(pipeline, rows, RunTransaction::pool);
    }

    /**
     * The next of the runs that wait to be taken over, locked where they wait.
     *
     * @param limit how many at most
     */
    public ChosenRuns nextTakeOvers(int limit) {
        return takeOvers.next(limit);
    }

    /**
     * Makes runs those of their backfills, and locks them. One that is under way again or deleted since it was chosen
     * is left as it is.
     *
     * @return by number of the run: the version of the DAG that it goes on with
     */
    public Map<Long, Long> takeOver(ChosenRuns chosen) {
        return takeOvers.take(chosen);
    }

    /** Lets a run that waits to be taken over stay as it is; false: it does not wait. */
    public boolean leaveTakeOver(long runNo) {
        return takeOvers.leave(List.of(runNo)) == 1;
    }

    /**
     * Lets a backfill that is over be under way again, not paused, and locks it; one that is under way stays as it is.
     *
     * @return false: another backfill of its DAG is not over
     */
    public boolean reopenBackfill(long backfillId, Instant now) {
        return takeOvers.reopen(backfillId, now);
    }

    /** Whether runs wait to be taken over by backfills. */
    public boolean hasTakeOvers() {
        return statements.sweeps.hasTakeOvers(context);
    }

    /**
     * Writes everything, one statement a kind, with what is asked next or with the commit. Under the lock of a run
     * whose version is the known one every instance is there that is to be changed: one that is missing fails the
     * transaction as a {@link StaleRunException}.
     *
     * @param now the moment of the batch
     */
    public void write(RunWrites writes, Instant now) {
        InstanceStatements instances = statements.instances;
        statements.telemetry.addTo(pipeline, writes.telemetry());
        instances.keepTry.addTo(pipeline, writes.pastTries());
        statements.forgetXComs.addTo(pipeline, writes.forgottenXComs());
        instances.delete.addTo(pipeline, writes.removedInstances());
        instances.insert.addTo(pipeline, writes.newInstances());
        instances.update.addTo(pipeline, writes.instances());
        statements.putXComs.addTo(pipeline, writes.xcoms());
        statements.addCallbacks.addTo(pipeline, writes.callbacks());
        statements.updateRuns.addTo(pipeline, writes.runs());
        instances.place.addTo(pipeline, writes.places());
        instances.note.addTo(pipeline, writes.notes());
        statements.deadlines.met(context, writes.metDeadlines());
        statements.deadlines.createAgain(context, writes.withDeadlinesAnew(), now);
    }

    /** Writes runs before anything else is written, so that {@link #startable} sees what became of them. */
    public void write(List<RunWrite> runs) {
        statements.updateRuns.addTo(pipeline, runs);
    }

    /** The first of 1,000 dispatch ids that nobody else gets. */
    public long nextDispatchBlock() {
        return context.nextval(DISPATCH_ID_SEQ);
    }

    /** DAGs that are paused. */
    public Set<String> pausedDags() {
        return statements.sweeps.pausedDags(context);
    }

    /** How many instances are scheduled, by run. */
    public Map<Long, Integer> scheduledByRun(int limit) {
        return statements.sweeps.scheduledByRun(context, limit);
    }

    /** How many instances are with workers, by run. */
    public Map<Long, Integer> activeByRun(int limit) {
        return statements.sweeps.activeByRun(context, limit);
    }

    /** Instances and runs that wait for a moment before {@code until}. */
    public List<DueRow> due(Instant until, int limit) {
        return statements.sweeps.due(context, until, limit);
    }

    /** Running runs of which nothing is under way: each waits for the run before it, or something was missed. */
    public List<Long> stalled(int limit) {
        return statements.sweeps.stalled(context, limit);
    }

    /** DAGs that are not paused and have queued runs whose time has come. */
    public Set<String> dagsWithQueuedRuns(Instant now) {
        return statements.sweeps.dagsWithQueuedRuns(context, now);
    }

    /** What workers have, by the tables. */
    public List<HeldRow> heldBy(Collection<String> workerIds) {
        return statements.sweeps.heldBy(context, workerIds);
    }

    /**
     * What waits for its next look, whose last one was made by these workers and kept nothing. A worker may watch for
     * some of it.
     */
    public List<HeldRow> waitingOf(Collection<String> workerIds, Instant now) {
        return statements.sweeps.waitingOf(context, workerIds, now);
    }

    /** Workers that are marked gone, and that the tables say have something all the same. */
    public List<String> goneHolders() {
        return statements.sweeps.goneHolders(context);
    }

    /** Those of these workers that are gone, or that another scheduler has taken in since. */
    public Set<String> gone(String schedulerId, Collection<String> workerIds) {
        return statements.sweeps.gone(context, schedulerId, workerIds);
    }

    /**
     * Enters a worker that is connected now, unless it was heard of on a later stream before.
     *
     * @return the database's time, in microseconds since 1970; empty: there is a later stream, and nothing was changed
     */
    public OptionalLong registerWorker(String schedulerId, WorkerMessage.Hello hello, Duration lease) {
        return outside.registerWorker(schedulerId, hello, lease);
    }

    /** When the next deadline is due; null: none is open. */
    public @Nullable Instant nextDeadline() {
        return statements.deadlines.next(context);
    }

    /** Runs with deadlines that are due, so many deadlines at most. */
    public List<Long> dueDeadlines(Instant now, int limit) {
        return Deadlines.due(context, now, limit);
    }

    /**
     * Judges what is due of these runs, which must be locked: what was met is deleted, what was not is marked.
     *
     * @return what was missed
     */
    public List<MissedDeadline> judgeDeadlines(Collection<Long> runNos, Instant now) {
        return statements.deadlines.judge(context, runNos, now);
    }

    /** Those of the workers whose leases are over, by the database's clock; none of them can renew until the commit. */
    public List<String> lockOver(Collection<String> workerIds) {
        return outside.lockOver(workerIds);
    }

    /** Notes that workers are gone for good, with nothing left to take back from them. */
    public void markGone(Collection<String> workerIds) {
        outside.markGone(workerIds);
    }

    /** Tells the other schedulers, when the transaction is committed, to look at what is for their workers. */
    public void tellOthers() {
        Notice.RUN.send(context, "");
    }

    /** The outbox entry that is under way as this dispatch. */
    public OptionalLong heldCallback(long dispatchId) {
        return outside.heldCallback(dispatchId);
    }

    /** Callbacks whose time has come, locked; those of other schedulers' transactions are passed over. */
    public List<CallbackRow> dueCallbacks(Instant now, int limit) {
        return outside.dueCallbacks(now, limit);
    }

    /** Puts callbacks that nobody could take behind all others that are due. */
    public void queueCallbacksAnew(Collection<Long> outboxIds, Instant now) {
        outside.queueCallbacksAnew(outboxIds, now);
    }

    /** Whether a callback's time has come. */
    public boolean hasDueCallbacks(Instant now) {
        return statements.sweeps.hasDueCallbacks(context, now);
    }

    /**
     * Callbacks that these workers have, apart from those that they say they hold, are given to others at once.
     *
     * @return how many
     */
    public int takeCallbacksBack(Collection<String> workerIds, Collection<Long> held, Instant now) {
        return outside.takeCallbacksBack(workerIds, held, now);
    }

    /** A worker gave a callback back that it had not begun. */
    public void callbackReturned(long outboxId, long dispatchId, Instant now) {
        outside.callbackReturned(outboxId, dispatchId, now);
    }

    /**
     * A callback is given to a worker.
     *
     * @param again when it is given to another if nothing was heard of it by then
     */
    public void callbackDispatched(long outboxId, long dispatchId, String workerId, Instant again) {
        outside.callbackDispatched(outboxId, dispatchId, workerId, again);
    }

    /** A callback that can never run is put aside, and why. */
    public void dropCallback(long outboxId, String outcome, Instant now) {
        outside.dropCallback(outboxId, outcome, now);
    }

    /** A callback came back, done or to be tried again. */
    public void callbackEnded(long outboxId, long dispatchId, boolean done, String outcome, Instant now) {
        outside.callbackEnded(outboxId, dispatchId, done, outcome, now);
    }
}
