package dev.rondo.scheduler.engine;

import dev.rondo.scheduler.backlog.Backlog;
import dev.rondo.scheduler.backlog.Turns;
import dev.rondo.scheduler.fleet.Fleet;
import dev.rondo.scheduler.fleet.Need;
import dev.rondo.scheduler.fleet.TaskHistory;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the engine keeps in memory. All of it can be lost and rebuilt from the tables; all of it belongs to the engine
 * thread.
 */
final class EngineState {

    final Backlog backlog = new Backlog();
    final Fleet fleet = new Fleet();
    final Pools pools = new Pools();
    final Timers timers = new Timers();
    Turns turns = new Turns();
    final TaskHistory history = new TaskHistory();
    final RunCache runs;

    /** Runs that another scheduler changed while they were in memory here. */
    final ContestedRuns contested = new ContestedRuns();

    final GraphCache graphs;
    final Telemetry telemetry;
    final DispatchIds dispatchIds = new DispatchIds();
    final Set<String> pausedDags = new HashSet<>();

    /**
     * Whether all that is ready is in memory, but for what others have made ready since. Nothing is granted before, or
     * what happens to be known would go before what ranks higher.
     */
    boolean knowsAll;

    /** When the next deadline of a run is due, as of the last sweep; null: none is open, or it is being looked at. */
    @Nullable
    Instant deadlineAt;

    /**
     * No deadline is judged before that: the workers that had something in hand when this scheduler started tell of it
     * within a lease, or it is taken back. Null: the first pass is still to come.
     */
    @Nullable
    Instant judgedFrom;

    /**
     * By DAG, how many of its runs ended well since the start: which the last such run is, is asked anew after each.
     */
    final Map<String, Long> successes = new HashMap<>();

    /** Whether a sweep waits for its turn, and has read nothing yet: one is enough, however many ask for it. */
    final AtomicBoolean sweepAsked = new AtomicBoolean();

    /** Whether runs are being taken over by backfills: each batch asks for the next one. */
    final AtomicBoolean takingOver = new AtomicBoolean();

    /** Whether somebody asked for that since it looked last for runs that wait for it. */
    final AtomicBoolean takeOverAsked = new AtomicBoolean();

    /** Queues with callbacks that were left waiting, as no worker of theirs had room. */
    final Set<String> callbacksWaitOn = new HashSet<>();

    /** Whether callbacks may wait of which nothing was read, as no worker at all had room. */
    boolean callbacksUnread;

    EngineState(RunCache runs, GraphCache graphs, Telemetry telemetry) {
        this.runs = runs;
        this.graphs = graphs;
        this.telemetry = telemetry;
    }

    /** The next deadline to be judged, or none. */
    void judgeAt(@Nullable Instant due) {
        Instant from = judgedFrom;
        deadlineAt = due != null && from != null && due.isBefore(from) ? from : due;
    }

    boolean mayJudge(Instant now) {
        return judgedFrom != null && !now.isBefore(judgedFrom);
    }

    /** Whether there is room by now for callbacks that were left waiting. Costs nothing while none is. */
    boolean hasRoomForCallbacks() {
        return (callbacksUnread && fleet.room() > 0)
                || callbacksWaitOn.stream()
                        .anyMatch(queue -> fleet.choose(new Need(queue, "", 0, TaskHistory.UNKNOWN)) != null);
    }

    /** Brings the backlog up to date with a run that changed. */
    void settle(CachedRun run) {
        run.settle(pausedDags.contains(run.row().dagId()));
    }
}
