package dev.rondo.scheduler.engine;

import dev.rondo.core.state.RunEvent;
import dev.rondo.scheduler.backlog.Backlog.Group;
import dev.rondo.scheduler.backlog.Ready;
import dev.rondo.scheduler.engine.Attempt.DagTask;
import dev.rondo.scheduler.fleet.ConnectedWorker;
import dev.rondo.scheduler.fleet.Held;
import dev.rondo.scheduler.fleet.Need;
import dev.rondo.sdk.spec.OptionsSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Gives slots to what is ready, best first, as pools, limits and workers allow. What does not fit is stepped over, as
 * in Airflow: a large task does not keep smaller ones from a slot.
 */
final class Grants {

    // Of what does not fit so many are stepped over in a pass, and then the rest waits: a bound on work, not on
    // fairness.
    private static final int MAX_PASSED_OVER = 1000;

    // As many runs are locked for what waits; those of the events come on top.
    private static final int MAX_CANDIDATES = 256;

    private final EngineState state;

    /** So many more are looked at than there is room for, because what was looked at last could not be granted. */
    private int reach;

    /**
     * A slot given.
     *
     * @param run the run in memory
     */
    record Grant(CachedRun run, Ready ready, ConnectedWorker worker, long dispatchId, Need need) {}

    /**
     * What a pass gave.
     *
     * @param again whether something of higher rank was left out because its run was not locked: look again at once
     */
    record Granted(List<Grant> grants, boolean again) {}

    Grants(EngineState state) {
        this.state = state;
    }

    /** The runs of what will probably be granted next, to be locked with those that something happened to. */
    SortedSet<Long> candidates() {
        SortedSet<Long> runs = new TreeSet<>();
        int room = state.fleet.room();
        if (room > 0 && state.backlog.size() > 0) {
            Iterator<Ready> ranked = state.backlog.inOrder(this::isOpen);
            for (int i = 0; i < room + reach && runs.size() < MAX_CANDIDATES && ranked.hasNext(); i++) {
                runs.add(ranked.next().runNo());
            }
        }
        return runs;
    }

    private boolean isOpen(Group group) {
        return state.pools.free(group.pool()) > 0 && state.fleet.hasRoomFor(group.queue());
    }

    /** The pools of what waits, that are to be locked and read before granting because others use them too. */
    SortedSet<String> contendedPools(Attempt attempt) {
        SortedSet<String> names = new TreeSet<>();
        for (CachedRun run : attempt.locked()) {
            for (int task = 0; task < run.graph().size(); task++) {
                String pool = run.graph().task(task).options().pool();
                if (state.pools.isContended(pool)) {
                    names.add(pool);
                }
            }
        }
        return names;
    }

    /** DAGs of which a locked run has something ready that is limited over all runs of the DAG. */
    Set<String> limitedDags(Attempt attempt) {
        Set<String> dags = new HashSet<>();
        for (CachedRun run : attempt.locked()) {
            if (run.version().limitedPerDag() && !run.backlog().isEmpty()) {
                dags.add(run.row().dagId());
            }
        }
        return dags;
    }

    /** Grants what can be granted, as part of the attempt. */
    Granted grant(Attempt attempt) {
        Granted granted = widened(new Pass(attempt).run());
        for (Grant each : granted.grants()) {
            attempt.feed(
                    each.run(),
                    new RunEvent.Dispatched(each.ready().task(), each.ready().mapIndex(), each.dispatchId()),
                    null);
            attempt.changesOf(each.run())
                    .dispatched(
                            each.ready().task(),
                            each.ready().mapIndex(),
                            each.worker().workerId());
        }
        return granted;
    }

    /**
     * What fits nowhere now, and ranks highest, must not keep what is behind it from ever being looked at: the next
     * pass reaches further. When it has reached as far as it may, the engine waits for something to happen.
     */
    private Granted widened(Granted granted) {
        if (!granted.again() || !granted.grants().isEmpty()) {
            reach = 0;
            return granted;
        }
        boolean further = reach < MAX_CANDIDATES;
        reach = Math.min(MAX_CANDIDATES, Math.max(2 * reach, 2 * state.fleet.room()));
        return new Granted(granted.grants(), further);
    }

    /**
     * One walk through the backlog. The backlog and the runs do not change meanwhile; what is planned is counted here.
     */
    private final class Pass {
        private final Attempt attempt;
        private final List<Grant> grants = new ArrayList<>();
        private final Set<Group> closed = new HashSet<>();
        private final Map<String, Integer> planned = new HashMap<>();
        private final Map<DagTask, Integer> active = new HashMap<>();
        private int passedOver;
        private boolean again;

        Pass(Attempt attempt) {
            this.attempt = attempt;
        }

        Granted run() {
            Iterator<Ready> ranked = state.backlog.inOrder(group -> !closed.contains(group) && hasRoom(group));
            while (ranked.hasNext() && passedOver < MAX_PASSED_OVER) {
                consider(ranked.next());
            }
            return new Granted(List.copyOf(grants), again);
        }

        private boolean hasRoom(Group group) {
            // Without room for it a group is not looked at: that something frees a slot is an event of its own.
            return free(group.pool()) > 0 && state.fleet.hasRoomFor(group.queue());
        }

        private int free(String pool) {
            int free = attempt.freeSlots(pool);
            return free == Integer.MAX_VALUE ? free : free - planned.getOrDefault(pool, 0);
        }

        private void consider(Ready ready) {
            CachedRun run = attempt.locked(ready.runNo());
            if (run == null) {
                // Of higher rank than all that follow in its group, so that those have to wait for it.
                closed.add(new Group(ready.pool(), ready.queue()));
                again = true;
                return;
            }
            OptionsSpec options = run.graph().task(ready.task()).options();
            Need need = need(run, ready, options);
            ConnectedWorker worker = ready.poolSlots() > free(ready.pool()) ? null : state.fleet.choose(need);
            if (worker == null) {
                passedOver++;
                if (!state.fleet.hasRoomFor(ready.queue())) {
                    closed.add(new Group(ready.pool(), ready.queue()));
                }
            } else if (isFullOverDag(run, ready, options)) {
                passedOver++;
            } else {
                give(run, ready, worker, need);
            }
        }

        private Need need(CachedRun run, Ready ready, OptionsSpec options) {
            Long heap = options.heapBytes();
            return new Need(
                    options.queue(),
                    run.version().jarHash(),
                    heap == null ? 0 : heap,
                    state.history.expectedMicros(ready.dagId(), ready.taskId()));
        }

        private boolean isFullOverDag(CachedRun run, Ready ready, OptionsSpec options) {
            Integer limit = options.maxActivePerDag();
            if (limit == null) {
                return false;
            }
            DagTask task = new DagTask(run.row().dagId(), ready.taskId());
            int now = active.computeIfAbsent(
                    task, t -> attempt.transaction().activeOf(t.dagId(), t.taskId()) + attempt.activeChange(t));
            return now >= limit;
        }

        private void give(CachedRun run, Ready ready, ConnectedWorker worker, Need need) {
            long last = run.model().instance(ready.task(), ready.mapIndex()).dispatchId();
            long dispatchId = state.dispatchIds.after(last);
            grants.add(new Grant(run, ready, worker, dispatchId, need));
            planned.merge(ready.pool(), ready.poolSlots(), Integer::sum);
            active.computeIfPresent(new DagTask(run.row().dagId(), ready.taskId()), (t, count) -> count + 1);
            state.fleet.assign(
                    worker,
                    new Held(
                            dispatchId,
                            new Held.Subject.Try(
                                    run.runNo(), ready.task(), ready.mapIndex(), ready.dagId(), ready.taskId()),
                            need.jarHash(),
                            need.heapBytes(),
                            need.expectedMicros(),
                            attempt.now()));
            attempt.assigned(dispatchId);
        }
    }
}
