package dev.rondo.scheduler.engine;

import dev.rondo.core.state.Decision;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.run.RunWrites;
import dev.rondo.metadata.telemetry.Moment;
import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.metadata.telemetry.TelemetryWrite;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of one run's changes those outside are to be told: where the run and its tries began and ended. A try is told
 * once, be it lost on the way and begun anew, or made of many looks; what never began is not told.
 */
final class RunTelemetry {

    private final Set<Receiver> receivers;
    private final CachedRun run;
    private final InstantSource now;
    private final List<TelemetryWrite> writes = new ArrayList<>();

    /**
     * Nothing yet.
     *
     * @param receivers who is told; empty: nobody
     * @param now the moment of the batch, which moves on
     */
    RunTelemetry(Set<Receiver> receivers, CachedRun run, InstantSource now) {
        this.receivers = receivers;
        this.run = run;
        this.now = now;
    }

    /** An instance is about to change. */
    void take(Instance before, Decision.Changed changed) {
        Instance after = changed.after();
        Instant start = before.startDate() == null ? after.startDate() : before.startDate();
        if (receivers.isEmpty() || start == null) {
            return;
        }
        boolean begins = before.startDate() == null;
        if (begins) {
            add(Moment.START, before, TaskState.RUNNING, null, start, null);
        }
        if (begins || isOpen(before.state())) {
            TaskState state = after.state();
            if (state.isFinal() || state == TaskState.UP_FOR_RETRY) {
                Instant end = after.endDate();
                add(Moment.END, before, state, changed.reason(), start, end == null ? now.instant() : end);
            } else if (after.startDate() == null) { // cleared, or begun anew, before it had come to its end
                add(Moment.END, before, TaskState.FAILED, changed.reason(), start, now.instant());
            }
        }
    }

    private static boolean isOpen(TaskState state) {
        return !state.isFinal() && state != TaskState.UP_FOR_RETRY;
    }

    private void add(
            Moment moment,
            Instance of,
            TaskState state,
            @Nullable String reason,
            Instant start,
            @Nullable Instant end) {
        String taskId = run.graph().task(of.task()).taskId();
        for (Receiver receiver : receivers) {
            if (isFor(receiver, moment)) {
                writes.add(new TelemetryWrite(
                        receiver,
                        moment,
                        run.runNo(),
                        run.clearNumber(),
                        taskId,
                        of.mapIndex(),
                        of.tryNumber(),
                        of.lostTries(),
                        state.wireName(),
                        reason,
                        start,
                        end,
                        now.instant()));
            }
        }
    }

    /** The run is about to change. */
    void take(Decision.RunChanged changed) {
        if (changed.after() == RunState.RUNNING && changed.before() != RunState.RUNNING) {
            add(Moment.START, changed, changed.at(), null);
        }
        Instant start = run.model().startDate();
        if (changed.after().isFinal() && !changed.before().isFinal() && start != null) {
            add(Moment.END, changed, start, changed.at());
        }
    }

    private void add(Moment moment, Decision.RunChanged changed, Instant start, @Nullable Instant end) {
        for (Receiver receiver : receivers) {
            if (isFor(receiver, moment)) {
                writes.add(new TelemetryWrite(
                        receiver,
                        moment,
                        run.runNo(),
                        run.clearNumber(),
                        null,
                        -1,
                        0,
                        0,
                        changed.after().wireName(),
                        changed.reason(),
                        start,
                        end,
                        now.instant()));
            }
        }
    }

    private static boolean isFor(Receiver receiver, Moment moment) {
        return switch (receiver) {
            case TRACES -> moment == Moment.END; // a span is made when it is over
            case LINEAGE -> true;
        };
    }

    void writeTo(RunWrites all) {
        writes.forEach(all::telemetry);
    }
}
