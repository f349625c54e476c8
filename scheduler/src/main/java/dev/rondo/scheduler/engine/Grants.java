package dev.rondo.scheduler.engine;

import dev.rondo.core.pool.Active;
import dev.rondo.core.pool.QueueReason;
import dev.rondo.core.pool.SlotFacts;
import dev.rondo.core.pool.SlotRules;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.RunEvent;
import dev.rondo.scheduler.backlog.Lane;
import dev.rondo.scheduler.backlog.Ready;
import dev.rondo.scheduler.backlog.Turns;
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
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives slots to what is ready, best first, as pools, limits and workers allow ({@link SlotRules}). What does not fit
 * is stepped over, as in Airflow: a large task does not keep smaller ones from a slot.
 */
final class Grants {

    // Of what does not fit so many are stepped over in a pass, and then the rest waits: a bound on work, not on
    // fairness.
    private static final int MAX_PASSED_OVER = 1000;

    // Of a lane whose turn it is so many are tried before the others; the rest of it waits for its place by rank.
    private static final int MAX_TRIED_IN_TURN = 16;

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
     * @param turns whose turn it is after that, once it is committed
     */
    record Granted(List<Grant> grants, boolean again, Turns turns) {}

    private record RunTask(long runNo, int task) {}

    /** A task over all runs of its DAG. */
    private record DagTask(String dagId, String taskId) {}

    Grants(EngineState state) {
        this.state = state;
    }

    /** The runs of what will probably be granted next, to be locked with those that something happened to. */
    SortedSet<Long> candidates() {
        SortedSet<Long> runs = new TreeSet<>();
        int room = state.fleet.room();
        if (state.knowsAll && room > 0 && state.backlog.size() > 0) {
            Turns turns = state.turns.copy();
            Set<Lane> waiting = state.backlog.ofBackfills();
            Iterator<Ready> ranked = state.backlog.inOrder(this::isOpen, turns::isDue);
            for (int i = 0; i < room + reach && runs.size() < MAX_CANDIDATES && ranked.hasNext(); i++) {
                Ready next = ranked.next();
                turns.given(next.lane(), waiting);
                runs.add(next.runNo());
            }
        }
        return runs;
    }

    private boolean isOpen(Lane lane) {
        return state.pools.free(lane.pool()) > 0 && state.fleet.hasRoomFor(lane.queue());
    }

    /** The pools of what waits, that are to be locked and read before granting because others use them too. */
    SortedSet<String> contendedPools(Attempt attempt) {
        SortedSet<String> names = new TreeSet<>();
        if (!state.pools.anyContended()) {
            return names;
        }
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

    /** Grants what can be granted, as part of the attempt; nothing while it is not known what ranks highest. */
    Granted grant(Attempt attempt) {
        if (!state.knowsAll) {
            return new Granted(List.of(), false, state.turns);
        }
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
        return new Granted(granted.grants(), further, granted.turns());
    }

    /**
     * One walk through the backlog, begun anew when a run shows more of what is ready in it. The runs do not change
     * meanwhile; what is planned is counted here.
     */
    private final class Pass {
        private final Attempt attempt;
        private final List<Grant> grants = new ArrayList<>();
        private final Turns turns = state.turns.copy();
        private final Set<Lane> waiting = state.backlog.ofBackfills();
        private final Set<Lane> closed = new HashSet<>();
        private final Map<Lane, Integer> triedInTurn = new HashMap<>();
        private final Map<String, Integer> planned = new HashMap<>();
        private final Map<Long, Integer> plannedInRun = new HashMap<>();
        private final Map<RunTask, Integer> plannedOfTask = new HashMap<>();
        private final Map<DagTask, Integer> active = new HashMap<>();
        private final Map<CachedRun, Integer> steppedOver = new HashMap<>();
        private final Set<Ready> seen = new HashSet<>();
        private @Nullable CachedRun more;
        private int passedOver;
        private boolean again;

        Pass(Attempt attempt) {
            this.attempt = attempt;
        }

        Granted run() {
            do {
                more = null;
                walk();
                if (more != null) {
                    state.settle(more);
                }
            } while (more != null);
            steppedOver.forEach((run, number) -> run.backlog().passed(number));
            return new Granted(List.copyOf(grants), again, turns);
        }

        private void walk() {
            Iterator<Ready> ranked =
                    state.backlog.inOrder(lane -> !closed.contains(lane) && hasRoom(lane), this::isDue);
            while (more == null && ranked.hasNext() && passedOver < MAX_PASSED_OVER) {
                Ready next = ranked.next();
                if (!seen.contains(next)) {
                    consider(next);
                }
            }
        }

        private boolean isDue(Lane lane) {
            return turns.isDue(lane) && triedInTurn.getOrDefault(lane, 0) < MAX_TRIED_IN_TURN;
        }

        private boolean hasRoom(Lane lane) {
            // Without room for it a lane is not looked at: that something frees a slot is an event of its own.
            return free(lane.pool()) > 0 && state.fleet.hasRoomFor(lane.queue());
        }

        private int free(String pool) {
            int free = attempt.freeSlots(pool);
            return free == Integer.MAX_VALUE ? free : free - planned.getOrDefault(pool, 0);
        }

        private void consider(Ready ready) {
            CachedRun run = attempt.locked(ready.runNo());
            if (run == null) {
                // It goes before all that follow and wait for the same, so that those have to wait for it.
                close(ready.lane());
                again = true;
                return;
            }
            OptionsSpec options = run.graph().task(ready.task()).options();
            seen.add(ready);
            steppedOver.putIfAbsent(run, 0);
            Need need = need(run, ready, options);
            Facts facts = new Facts(run, ready, need);
            switch (SlotRules.check(run.candidate(ready.task()), facts)) {
                case Readiness.Ready free -> give(run, ready, Objects.requireNonNull(facts.worker), need);
                case Readiness.NotYet held -> passOver(run, ready, held);
                case Readiness.Never never -> throw new IllegalStateException("a limit ends no instance: " + never);
            }
        }

        private void passOver(CachedRun run, Ready ready, Readiness.NotYet held) {
            passedOver++;
            if (held.reason() instanceof QueueReason reason && !isOfRun(reason.kind())) {
                // It must not hide what is behind it in its run, and which ranks before what follows here.
                if (run.backlog().showsMoreAfter(ready, steppedOver.merge(run, 1, Integer::sum))) {
                    more = run;
                }
            }
            if (turns.isDue(ready.lane())) {
                triedInTurn.merge(ready.lane(), 1, Integer::sum);
            }
            if (held.reason() instanceof QueueReason reason
                    && reason.kind() == QueueReason.Kind.WORKERS_FULL
                    && !state.fleet.hasRoomFor(ready.queue())) {
                close(ready.lane());
            }
        }

        private static boolean isOfRun(QueueReason.Kind kind) {
            return switch (kind) {
                case RUN_FULL, TASK_FULL_IN_RUN -> true;
                case NO_SUCH_POOL, POOL_FULL, TASK_FULL, WORKERS_FULL -> false;
            };
        }

        private void close(Lane lane) {
            closed.add(lane);
            closed.add(lane.beside());
        }

        private Need need(CachedRun run, Ready ready, OptionsSpec options) {
            Long heap = options.heapBytes();
            return new Need(
                    options.queue(),
                    run.version().jarHash(),
                    heap == null ? 0 : heap,
                    state.history.expectedMicros(
                            ready.dagId(), ready.taskId(), run.version().jarHash()));
        }

        private void give(CachedRun run, Ready ready, ConnectedWorker worker, Need need) {
            long last = run.model().instance(ready.task(), ready.mapIndex()).dispatchId();
            long dispatchId = state.dispatchIds.after(last, attempt.transaction()::nextDispatchBlock);
            grants.add(new Grant(run, ready, worker, dispatchId, need));
            planned.merge(ready.pool(), ready.poolSlots(), Integer::sum);
            plannedInRun.merge(ready.runNo(), 1, Integer::sum);
            plannedOfTask.merge(new RunTask(ready.runNo(), ready.task()), 1, Integer::sum);
            active.computeIfPresent(new DagTask(run.row().dagId(), ready.taskId()), (t, count) -> count + 1);
            turns.given(ready.lane(), waiting);
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

        /** What is taken of all that one instance needs, with what this pass has planned. */
        private final class Facts implements SlotFacts {
            private final CachedRun run;
            private final Ready ready;
            private final Need need;
            private @Nullable ConnectedWorker worker;

            Facts(CachedRun run, Ready ready, Need need) {
                this.run = run;
                this.ready = ready;
                this.need = need;
            }

            @Override
            public @Nullable Integer freeSlots() {
                return state.pools.find(ready.pool()) == null ? null : Integer.valueOf(free(ready.pool()));
            }

            @Override
            public int activeInRun() {
                return Active.inRun(run.model()) + plannedInRun.getOrDefault(ready.runNo(), 0);
            }

            @Override
            public int activeOfTaskInRun() {
                return Active.ofTask(run.model(), ready.task())
                        + plannedOfTask.getOrDefault(new RunTask(ready.runNo(), ready.task()), 0);
            }

            @Override
            public boolean hasWorker() {
                worker = state.fleet.choose(need);
                return worker != null;
            }

            @Override
            public int activeOfTask() {
                return active.computeIfAbsent(
                        new DagTask(ready.dagId(), ready.taskId()), t -> attempt.activeOf(t.dagId(), t.taskId()));
            }
        }
    }
}
