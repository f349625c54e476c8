package dev.rondo.scheduler.engine;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.CommitUnknownException;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.run.RunStateStore;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.metadata.run.StaleRunException;
import dev.rondo.scheduler.backlog.Turns;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.scheduler.engine.Grants.Granted;
import dev.rondo.scheduler.fleet.WorkerGateway;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves runs on. What happens is put into its inbox from anywhere; a pass takes all that is there and carries it out in
 * one transaction: lock the runs it touches in order, let the state machine decide, start queued runs, give slots to
 * what is ready, write it all, commit. Then workers hear of it.
 *
 * <p>Everything in memory is a cache. A pass that fails forgets what it touched, and is repeated; what happened twice
 * (an end told again after a lost commit) is recognised by the rules as too late.
 *
 * <p>{@link #pass} is called by one thread only, see {@link EngineLoop}; everything else may be called by any.
 */
public final class Engine implements WorkerGateway {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final EngineConfig config;
    private final RunStateStore store;
    private final InstantSource clock;
    private final NextRuns nextRuns;
    private final CrashPoint.Injector crashes;
    private final EngineListener listener;
    private final Inbox inbox;
    private final EngineState state;
    private final Grants grants;
    private final Dispatches dispatches;
    private final DispatchTokens tokens;
    private final Deque<Intake> pending = new ArrayDeque<>();
    private boolean resync = true;
    private boolean again;

    /**
     * An engine with empty caches.
     *
     * @param graphs reads stored graphs
     */
    public Engine(
            EngineConfig config,
            RunStateStore store,
            Function<String, DagSpec> graphs,
            DispatchTokens tokens,
            NextRuns nextRuns,
            InstantSource clock,
            EngineListener listener,
            CrashPoint.Injector crashes) {
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.nextRuns = nextRuns;
        this.crashes = crashes;
        this.listener = listener;
        this.inbox = new Inbox(config.startDelay());
        this.state = new EngineState(
                new RunCache(config.maxCachedTasks()),
                new GraphCache(10_000, config.limits(), graphs),
                config.telemetry());
        this.grants = new Grants(state);
        this.dispatches = new Dispatches(state, tokens);
        this.tokens = tokens;
    }

    @Override
    public void connected(Stream stream, WorkerMessage.Hello hello) {
        inbox.put(new Input.Connected(stream, hello));
    }

    @Override
    public void said(Stream stream, WorkerMessage message) {
        inbox.put(new Input.Said(stream, message));
    }

    @Override
    public void disconnected(Stream stream) {
        inbox.put(new Input.Disconnected(stream));
    }

    /** Something happened to a run. */
    public void happened(long runNo, RunEvent event) {
        inbox.put(new Input.Happened(runNo, event));
    }

    /** Runs that may hold ready instances this scheduler does not know of. */
    public void look(Collection<Long> runNos) {
        inbox.put(new Input.Look(Set.copyOf(runNos), false));
    }

    /** Of these DAGs queued runs may start. */
    public void mayStart(Collection<String> dagIds) {
        inbox.put(new Input.MayStart(Set.copyOf(dagIds)));
    }

    /** Of so many DAGs of these jars runs are due within seconds; they are told in this order. */
    public void expect(Map<String, Integer> due) {
        inbox.put(new Input.Expected(Collections.unmodifiableMap(new LinkedHashMap<>(due))));
    }

    /** Runs wait to be taken over by a backfill. */
    public void takeOver() {
        TakeOver.begin(state, inbox);
    }

    /** Something to be carried out in a batch. */
    public void ask(RunWork work) {
        inbox.put(new Input.Asked(work));
    }

    /** Makes the engine look for what it can grant. */
    public void wake() {
        inbox.put(new Input.Wake());
    }

    Inbox inbox() {
        return inbox;
    }

    /** When the engine has to look by itself; null: when something comes. */
    @Nullable
    Instant nextLook() {
        return List.of(
                        Optional.ofNullable(state.timers.next()),
                        Optional.ofNullable(inbox.nextStart()),
                        Optional.ofNullable(state.deadlineAt))
                .stream()
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * Takes what is there and carries it out.
     *
     * @throws DatabaseUnavailableException nothing happened; what was taken is carried out by the next pass
     */
    public PassReport pass() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (state.judgedFrom == null) {
            state.judgedFrom = now.plus(config.lease());
        }
        if (resync) {
            pending.addFirst(Intake.of(new TableSweep(state, inbox, tokens, config.schedulerId(), true)));
            state.knowsAll = false; // until what it finds has been looked at
            resync = false;
        }
        int taken = pending.isEmpty() ? take(now) : 0;
        int changed = 0;
        int granted = 0;
        while (!pending.isEmpty()) {
            Batch batch = new Batch(pending.peek(), now);
            Attempt done = batch.carryOut();
            if (done != null) {
                pending.removeFirstOccurrence(batch.intake);
                changed += done.changes().size();
                granted += batch.granted;
            }
        }
        state.runs.trim();
        PassReport report = new PassReport(taken, changed, granted, again || !inbox.isEmpty());
        listener.passed(report);
        return report;
    }

    private int take(Instant now) {
        Instant deadline = state.deadlineAt;
        if (deadline != null && deadline.isBefore(now)) {
            state.deadlineAt = null; // set again by what looks at them, or by the next sweep
            inbox.put(new Input.Asked(new DeadlinesDue(state, inbox, tokens)));
        }
        List<Input> inputs = inbox.take(config.maxBatch(), now);
        Intake intake = new Intake();
        for (Input input : inputs) {
            if (input instanceof Input.Connected connected) {
                intake = Intake.of(new Adoption(config, state, connected.stream(), connected.hello()));
                inbox.put(new Input.Wake()); // what is ready is for it, too, when it is there
            } else {
                intake.take(input, state.fleet, state.history);
            }
        }
        if (!intake.isAlone()) {
            state.timers.due(now).forEach(intake::due);
            if (state.hasRoomForCallbacks()) {
                intake.works().add(new OutboxDispatch(state, tokens)); // before tasks take the room
            }
        }
        if (!intake.isEmpty() || again || state.backlog.size() > 0) {
            pending.add(intake);
        } else {
            intake.acks().send();
        }
        return inputs.size();
    }

    /** One batch, until it is committed or known to be impossible. */
    private final class Batch {
        private final Intake intake;
        private final Instant now;
        private @Nullable Attempt attempt;
        /** Whether runs may be as they are in memory: not once they were not. */
        private boolean trusting = true;

        private int granted;
        private Turns turns = state.turns;

        Batch(Intake intake, Instant now) {
            this.intake = intake;
            this.now = now;
        }

        /** Null: it was taken apart, and its pieces are pending. */
        @Nullable
        Attempt carryOut() {
            while (true) {
                Attempt done;
                try {
                    done = store.transact(this::work);
                } catch (PoolMovedException e) {
                    undo();
                    state.pools.contend(e.pools());
                    continue;
                } catch (StaleRunException e) {
                    state.contested.addAll(lockedNow());
                    undo();
                    if (!trusting) {
                        isolate(e);
                        return null;
                    }
                    trusting = false;
                    continue;
                } catch (DatabaseUnavailableException e) {
                    undo();
                    resync = true;
                    throw e;
                } catch (CommitUnknownException e) {
                    undo();
                    forgetEverything();
                    throw new DatabaseUnavailableException("a commit was not answered; all is read anew", e);
                } catch (RuntimeException | StackOverflowError e) {
                    undo();
                    isolate(e);
                    return null;
                } catch (Error e) {
                    undo();
                    forgetEverything();
                    throw e;
                }
                afterCommit(done);
                return done;
            }
        }

        private Attempt work(RunTransaction transaction) {
            undo();
            Attempt current = new Attempt(state, transaction, now, clock, nextRuns);
            attempt = current;
            SortedSet<Long> runs = new TreeSet<>(intake.runs());
            if (!intake.isSuspect()) {
                runs.addAll(intake.touched());
                runs.addAll(grants.candidates());
            }
            intake.works().forEach(work -> runs.addAll(work.runs(transaction, now)));
            if (!trusting || !current.expect(runs)) {
                current.lock(runs);
            }
            intake.steps().forEach(step -> take(current, step));
            intake.due().forEach(timer -> take(current, timer));
            intake.works().forEach(work -> work.carryOut(current));
            intake.callbacks().forEach(end -> Callbacks.ended(current, end));
            intake.mayStart().forEach(current::mayStart);
            current.startRuns(grants.limitedDags(current));
            current.locked().forEach(state::settle);
            refresh(current);
            state.knowsAll |= intake.showsAll();
            Granted given = grants.grant(current);
            granted = given.grants().size();
            again = given.again();
            turns = given.turns();
            dispatches.prepare(current, given.grants());
            current.write();
            crashes.at(CrashPoint.BEFORE_COMMIT);
            return current;
        }

        private void refresh(Attempt current) {
            SortedSet<String> contended = grants.contendedPools(current);
            if (!contended.isEmpty()) {
                state.pools.refresh(contended, current.lockPools(contended));
            }
        }

        private void take(Attempt current, Intake.Step step) {
            CachedRun run = current.locked(step.runNo());
            WorkerMessage.Ended said = step.said();
            RunEvent event = run == null ? null : step.in(run.graph());
            if (run == null || event == null) {
                return;
            }
            if (said != null && event instanceof RunEvent.Ended ended) {
                Ends.take(current, run, ended, said);
            } else {
                current.feed(run, event, null);
            }
        }

        private void take(Attempt current, Timers.Timer timer) {
            CachedRun run = current.locked(timer.runNo());
            String taskId = timer.taskId();
            if (run == null) {
                return;
            }
            if (taskId == null) {
                current.feed(run, new RunEvent.RunTimedOut(), null);
            } else {
                run.graph()
                        .find(taskId)
                        .ifPresent(task -> current.feed(run, new RunEvent.Due(task, timer.mapIndex()), null));
            }
        }

        private List<Long> lockedNow() {
            return attempt == null
                    ? List.of()
                    : attempt.locked().stream().map(CachedRun::runNo).toList();
        }

        private void undo() {
            if (attempt != null) {
                // Locked again by the next try: what was ready of them has left the backlog.
                attempt.locked().forEach(run -> intake.touched().add(run.runNo()));
                attempt.undo();
                attempt = null;
            }
        }

        /**
         * Finds out what cannot be done by doing each by itself. What was alone is tried once more, without what was
         * only to be looked at beside it: it may have failed for that.
         */
        private void isolate(Throwable reason) {
            pending.removeFirstOccurrence(intake);
            state.knowsAll |= intake.showsAll(); // or as far as one by one can be read
            lookAtTheOthers();
            List<Intake> pieces = intake.split();
            if (pieces.size() > 1) {
                pieces.reversed().forEach(pending::addFirst);
                return;
            }
            if (!intake.isSuspect()) {
                LOG.atWarn().setCause(reason).log("a batch failed and is tried once more");
                intake.suspect();
                pending.addFirst(intake);
                return;
            }
            LOG.atError()
                    .addKeyValue("runs", intake.runs())
                    .setCause(reason)
                    .log("something that happened to a run could not be taken in; this is a bug");
            RuntimeException failure =
                    reason instanceof RuntimeException known ? known : new IllegalStateException("it failed", reason);
            intake.works().forEach(work -> work.failed(failure));
        }

        /** What was only locked beside what failed has left the memory with it, and is looked at by itself. */
        private void lookAtTheOthers() {
            Set<Long> others = new TreeSet<>(intake.touched());
            others.removeAll(intake.runs());
            intake.touched().clear();
            if (!others.isEmpty()) {
                look(others);
            }
        }

        private void afterCommit(Attempt done) {
            crashes.at(CrashPoint.AFTER_COMMIT);
            state.turns = turns;
            intake.works().forEach(RunWork::committed);
            Collection<RunChanges> changes = done.committed();
            done.outgoing().addAll(intake.acks());
            done.outgoing().send();
            crashes.at(CrashPoint.AFTER_SEND);
            changes.forEach(this::tell);
            if (changes.stream().anyMatch(RunChanges::hasCallbacks)) {
                inbox.put(new Input.Asked(new OutboxDispatch(state, tokens)));
            }
            if (changes.stream().anyMatch(RunChanges::hasNewDeadlines)) {
                inbox.put(new Input.Asked(new DeadlinesDue(state, inbox, tokens))); // and learns of the next
            }
        }

        private void tell(RunChanges change) {
            CachedRun run = change.run();
            var runChange = change.runChange();
            if (runChange != null) {
                listener.runChanged(
                        run.runNo(), run.row().dagId(), run.row().runId(), runChange.before(), runChange.after());
                tellTimes(change, runChange.after());
                if (runChange.after() == RunState.SUCCESS) {
                    state.successes.merge(run.row().dagId(), 1L, Long::sum);
                }
            }
            for (Decision.Changed each : change.transitions()) {
                listener.instanceChanged(
                        run.row().dagId(), run.graph().task(each.after().task()).taskId(), each.before(), each.after());
            }
            PastFollower.of(change).ifPresent(follower -> inbox.put(new Input.Asked(follower)));
        }
    }

    private void tellTimes(RunChanges change, RunState after) {
        CachedRun run = change.run();
        Instant start = run.model().startDate();
        Instant end = run.model().endDate();
        if (change.began() && start != null && run.clearNumber() == 0) {
            listener.runBegan(run.row().dagId(), run.row().runType(), run.row().runAfter(), start);
        }
        if (after.isFinal() && start != null && end != null) {
            listener.runEnded(run.row().dagId(), run.row().runType(), after, start, end);
        }
    }

    /** What is in memory may be wrong in any way: all of it is read anew. */
    private void forgetEverything() {
        state.runs.clear();
        resync = true;
    }

    /** Looks through the tables for what was missed: another scheduler's work, a message that went lost. */
    public void sweep() {
        if (state.sweepAsked.compareAndSet(false, true)) {
            inbox.put(new Input.Asked(new TableSweep(state, inbox, tokens, config.schedulerId(), false)));
        }
    }

    /** How many runs are in memory. */
    int cachedRuns() {
        return state.runs.runs().size();
    }
}
