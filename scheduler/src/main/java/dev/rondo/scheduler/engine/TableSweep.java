package dev.rondo.scheduler.engine;

import dev.rondo.core.pool.Active;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.DueRow;
import dev.rondo.metadata.run.HeldRow;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.scheduler.dispatch.DispatchTokens;
import dev.rondo.scheduler.fleet.ConnectedWorker;
import dev.rondo.scheduler.fleet.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the tables for what this scheduler does not know of or has missed, by partial indexes that hold only
 * what is under way. What it finds it tells the engine as if it had just happened.
 */
final class TableSweep implements RunWork {

    // What is so late was set by a scheduler that is gone; all others fire their own.
    private static final Duration LATE = Duration.ofSeconds(1);

    // Beyond what anybody waits for.
    private static final Duration FAR = Duration.ofDays(36_500);

    // What waits in a window is to begin within milliseconds.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int LIMIT = 10_000;
    private static final int FIRST_LIMIT = 100_000;

    private final EngineState state;
    private final Inbox inbox;
    private final DispatchTokens tokens;
    private final String schedulerId;
    private final boolean first;
    private Found found = Found.NOTHING;
    private boolean poolsMoved;
    private Instant at = Instant.EPOCH;

    /** What a sweep has read. */
    private record Found(
            Set<String> pausedDags,
            Map<Long, Integer> scheduled,
            Map<Long, Integer> active,
            List<DueRow> due,
            List<Long> stalled,
            Set<String> queued,
            List<HeldRow> held,
            Set<String> goneHere,
            List<String> goneHolders,
            boolean callbacks,
            boolean takeOvers,
            @Nullable Instant deadline) {
        static final Found NOTHING = new Found(
                Set.of(), Map.of(), Map.of(), List.of(), List.of(), Set.of(), List.of(), Set.of(), List.of(), false,
                false, null);
    }

    /**
     * A sweep.
     *
     * @param schedulerId of this scheduler
     * @param first whether nothing is known yet, so that timers not yet due are to be set too
     */
    TableSweep(EngineState state, Inbox inbox, DispatchTokens tokens, String schedulerId, boolean first) {
        this.state = state;
        this.inbox = inbox;
        this.tokens = tokens;
        this.schedulerId = schedulerId;
        this.first = first;
    }

    @Override
    public Collection<Long> runs(RunTransaction transaction, Instant now) {
        return List.of();
    }

    @Override
    public void carryOut(EngineBatch batch) {
        // Who changes the tables from here on may not be seen by what is read below: that takes a sweep of its own.
        state.sweepAsked.set(false);
        RunTransaction transaction = batch.transaction();
        Instant now = batch.now();
        at = now;
        Instant until = first ? now.plus(FAR) : now.minus(LATE);
        int limit = first ? FIRST_LIMIT : LIMIT;
        List<String> workerIds =
                state.fleet.workers().stream().map(ConnectedWorker::workerId).toList();
        // At once: what else the batch carries changes them, and counts on top of what is read here.
        poolsMoved |= state.pools.refresh(transaction.pools());
        found = new Found(
                transaction.pausedDags(),
                transaction.scheduledByRun(LIMIT),
                transaction.activeByRun(FIRST_LIMIT),
                transaction.due(until, limit),
                transaction.stalled(LIMIT),
                transaction.dagsWithQueuedRuns(now),
                transaction.heldBy(workerIds),
                transaction.gone(schedulerId, workerIds),
                transaction.goneHolders(),
                transaction.hasDueCallbacks(now),
                transaction.hasTakeOvers(),
                transaction.nextDeadline());
    }

    @Override
    public void failed(RuntimeException reason) {
        state.sweepAsked.set(false);
    }

    @Override
    public void committed() {
        state.pools.calm();
        if (poolsMoved && state.backlog.size() > 0) {
            inbox.put(new Input.Wake()); // there may be room now
        }
        refreshPaused();
        look();
        for (DueRow due : found.due()) {
            state.timers.set(new Timers.Timer(due.at(), due.runNo(), due.taskId(), due.mapIndex()));
        }
        found.stalled().forEach(runNo -> inbox.put(new Input.Happened(runNo, new RunEvent.PastChanged())));
        if (!found.queued().isEmpty()) {
            inbox.put(new Input.MayStart(found.queued()));
        }
        if (found.callbacks()) {
            inbox.put(new Input.Asked(new OutboxDispatch(state, tokens)));
        }
        if (found.takeOvers()) {
            TakeOver.begin(state, inbox);
        }
        state.judgeAt(found.deadline());
        reconcile();
        letGo();
        state.fleet
                .recallable(at, PATIENCE)
                .forEach((worker, waiting) -> worker.stream().send(new SchedulerMessage.Recall(waiting)));
    }

    /**
     * Another scheduler may see first that the lease of a worker is over whose stream is here, and mark it gone; or the
     * stream here is cut somewhere on the way, and the worker has gone to another scheduler. Nothing more is to be
     * given to it here. What was given to one that is gone is taken back: nobody looks at its lease any more.
     */
    private void letGo() {
        for (ConnectedWorker worker : List.copyOf(state.fleet.workers())) {
            if (found.goneHere().contains(worker.workerId())) {
                inbox.put(new Input.Disconnected(worker.stream()));
                worker.stream().close("the lease is over, or another scheduler has a stream of the worker");
            }
        }
        if (!found.goneHolders().isEmpty()) {
            inbox.put(new Input.Asked(new LeaseOver(found.goneHolders())));
        }
    }

    private void refreshPaused() {
        Set<String> changed = new HashSet<>(state.pausedDags);
        changed.addAll(found.pausedDags());
        changed.removeIf(
                dag -> state.pausedDags.contains(dag) && found.pausedDags().contains(dag));
        state.pausedDags.clear();
        state.pausedDags.addAll(found.pausedDags());
        if (!changed.isEmpty()) {
            state.runs.runs().stream()
                    .filter(run -> changed.contains(run.row().dagId()))
                    .forEach(state::settle);
        }
    }

    /**
     * Runs that have something ready and are not in memory as in the tables. How many are with workers counts too: a
     * run that another scheduler moved on since may be at its limits here alone, and nobody else may have room for it.
     */
    private void look() {
        Set<Long> unknown = new HashSet<>();
        found.scheduled().forEach((runNo, count) -> {
            CachedRun run = state.runs.get(runNo);
            if (run == null
                    || run.backlog().size() != count
                    || Active.inRun(run.model()) != found.active().getOrDefault(runNo, 0)) {
                unknown.add(runNo);
            }
        });
        if (!unknown.isEmpty()) {
            inbox.put(new Input.Look(unknown, true));
        } else if (!state.knowsAll) {
            state.knowsAll = true;
            inbox.put(new Input.Wake());
        }
    }

    /** Brings what workers hold and what the tables say they hold together again. */
    private void reconcile() {
        Map<Long, HeldRow> stored = new HashMap<>();
        // What one has that is elsewhere by now is not ours to judge.
        found.held().stream()
                .filter(row -> !found.goneHere().contains(row.workerId()))
                .forEach(row -> stored.put(row.dispatchId(), row));
        for (ConnectedWorker worker : state.fleet.workers()) {
            if (found.goneHere().contains(worker.workerId())) {
                continue;
            }
            for (Held held : worker.held()) {
                boolean isTry = held.what() instanceof Held.Subject.Try;
                HeldRow row = isTry ? stored.remove(held.dispatchId()) : null;
                if (isTry && row == null) {
                    worker.stream().send(new SchedulerMessage.Stop(held.dispatchId(), "stale", 0));
                } else if (row != null && row.state() == TaskState.RESTARTING) {
                    // Cleared by another scheduler, which cannot reach this worker.
                    worker.stream()
                            .send(new SchedulerMessage.Stop(held.dispatchId(), "cleared", Attempt.STOP_GRACE_MILLIS));
                }
            }
        }
        if (!stored.isEmpty()) {
            inbox.put(new Input.Asked(Requeue.ofLiving(stored.values(), "not_sent")));
        }
    }
}
