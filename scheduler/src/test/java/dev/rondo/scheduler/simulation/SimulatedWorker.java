package dev.rondo.scheduler.simulation;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.scheduler.fleet.WorkerGateway;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.ManualClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A worker of the play, in the place of which another process comes when it dies. */
final class SimulatedWorker {

    private final String name;
    private final ManualClock clock;
    private final Set<Long> begun = new HashSet<>();
    private final List<Dispatch> watched = new ArrayList<>();
    private FakeWorker process;
    private int processes;
    private @Nullable SimulatedLine line;
    private boolean frozen;
    private boolean frozenPastLease;
    private long beats;

    SimulatedWorker(String name, ManualClock clock) {
        this.name = name;
        this.clock = clock;
        this.process = newProcess();
    }

    private FakeWorker newProcess() {
        return new FakeWorker(name + "-" + ++processes, 2, 0, List.of("default"), clock);
    }

    String workerId() {
        return process.workerId();
    }

    @Nullable
    SimulatedLine line() {
        return line;
    }

    boolean isConnected() {
        SimulatedLine current = line;
        return current != null && !current.isBroken() && process.isConnected();
    }

    boolean isFrozen() {
        return frozen;
    }

    /** What runs in it. Frozen past its lease it stops that as it wakes, before anything of it goes on. */
    List<Dispatch> bodies() {
        return frozenPastLease ? List.of() : process.running();
    }

    Set<Long> untaken() {
        return process.untaken();
    }

    void connect(int number, WorkerGateway scheduler) {
        hangUp();
        SimulatedLine fresh = new SimulatedLine(number, scheduler);
        line = fresh;
        process.connect(fresh);
    }

    /** The line breaks, and the worker sees it at once. */
    void hangUp() {
        SimulatedLine current = line;
        if (current != null) {
            current.breakDown();
        }
        process.cut();
    }

    void beat() {
        process.say(new WorkerMessage.Heartbeat(++beats, 1, 1, 0, 1L << 30));
    }

    void freeze() {
        frozen = true;
    }

    void wake() {
        frozen = false;
        if (frozenPastLease) {
            frozenPastLease = false;
            process.stopAll();
            wakeAll();
            hangUp();
        }
    }

    private void wakeAll() {
        watched.forEach(process::wake);
        watched.clear();
    }

    /** The dispatches whose sensors it watches. */
    List<Dispatch> watched() {
        return List.copyOf(watched);
    }

    /** What a sensor waits for is there. */
    void see(Dispatch dispatch) {
        watched.remove(dispatch);
        process.wake(dispatch);
    }

    /** A sensor is watched no longer, and nobody notices. */
    void lose(Dispatch dispatch) {
        watched.remove(dispatch);
    }

    /** Its lease ends; it has stopped what it ran before that, if it is awake. */
    void leaseEnds() {
        if (frozen) {
            frozenPastLease = true;
        } else {
            process.stopAll();
            wakeAll();
            hangUp();
        }
    }

    /** It is killed, and started again under another id. */
    void die() {
        process.kill();
        watched.clear();
        hangUp();
        frozen = false;
        frozenPastLease = false;
        process = newProcess();
        line = null;
    }

    /** Reads all that was delivered to it. */
    void read() {
        boolean ignored = process.read();
    }

    /** A body of it begins, or ends. */
    void goOn(Dispatch dispatch, boolean toItsEnd, Function<Dispatch, End> body) {
        if (!toItsEnd && begun.add(dispatch.dispatchId())) {
            process.begin(dispatch.dispatchId());
        } else {
            End end = body.apply(dispatch);
            process.finish(dispatch.dispatchId(), end);
            if (end.kind().equals("look_again") && end.lookState() == null) {
                watched.add(dispatch);
            }
        }
    }
}
