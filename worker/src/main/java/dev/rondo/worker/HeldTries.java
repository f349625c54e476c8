package dev.rondo.worker;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tries of a worker, from when they arrive until their ends are acknowledged. */
final class HeldTries {

    private final Map<Long, Held> tries = new ConcurrentHashMap<>();
    // Nothing is given to a host while it is stopped or taken back, or while the lease ends. The pool's lock comes
    // after.
    private final ReentrantLock giving = new ReentrantLock();

    /** A try that is here: its jar is fetched, it waits, runs, or is over and not acknowledged. */
    static final class Held {
        final Dispatch dispatch;
        volatile @Nullable Instant startedAt;
        volatile WorkerMessage.@Nullable Ended ended;
        // Both guarded by giving.
        private boolean given;
        private @Nullable String stopReason;

        private Held(Dispatch dispatch) {
            this.dispatch = dispatch;
        }

        long dispatchId() {
            return dispatch.dispatchId();
        }
    }

    /** What became of a try whose jar and inputs are there. */
    sealed interface Fate {
        /** It was given to the hosts. */
        record Given() implements Fate {}

        /** It is nobody's any more. */
        record Gone() implements Fate {}

        /** The lease is over: nothing would end it in time. */
        record LeaseOver() implements Fate {}

        /** It was stopped meanwhile, and does not begin. */
        record Stopped(String reason) implements Fate {}
    }

    /** A try arrived; false: it was here already. */
    boolean add(Dispatch dispatch) {
        return tries.putIfAbsent(dispatch.dispatchId(), new Held(dispatch)) == null;
    }

    @Nullable
    Held find(long dispatchId) {
        return tries.get(dispatchId);
    }

    boolean has(long dispatchId) {
        return tries.containsKey(dispatchId);
    }

    /** Forgets a try, which after this is with a host or never will be; false: it was not here. */
    boolean remove(long dispatchId) {
        giving.lock();
        try {
            return tries.remove(dispatchId) != null;
        } finally {
            giving.unlock();
        }
    }

    List<Held> all() {
        return List.copyOf(tries.values());
    }

    boolean isEmpty() {
        return tries.isEmpty();
    }

    /** Gives a try to the hosts, unless something speaks against it by now. */
    Fate give(long dispatchId, BooleanSupplier leaseLasts, Runnable toHosts) {
        giving.lock();
        try {
            Held held = tries.get(dispatchId);
            if (held == null) {
                return new Fate.Gone();
            }
            String stopReason = held.stopReason;
            if (stopReason != null) {
                return new Fate.Stopped(stopReason);
            }
            if (!leaseLasts.getAsBoolean()) {
                return new Fate.LeaseOver();
            }
            held.given = true;
            toHosts.run();
            return new Fate.Given();
        } finally {
            giving.unlock();
        }
    }

    /** Takes note of a stop that comes while the jar or the inputs are fetched; false: the hosts are to be told. */
    boolean stopBeforeGiven(long dispatchId, String reason) {
        giving.lock();
        try {
            Held held = tries.get(dispatchId);
            if (held == null || held.given) {
                return false;
            }
            held.stopReason = held.stopReason == null ? reason : held.stopReason;
            return true;
        } finally {
            giving.unlock();
        }
    }

    /**
     * Forgets a try whose jar or inputs are being fetched: whoever fetches finds it gone. False: it is not here, or the
     * hosts have it and are to be asked.
     */
    boolean takeBackIfNotGiven(long dispatchId) {
        giving.lock();
        try {
            Held held = tries.get(dispatchId);
            return held != null && !held.given && tries.remove(dispatchId, held);
        } finally {
            giving.unlock();
        }
    }

    /**
     * Ends the hosts before another try is given to them; nothing, when the lease was renewed in the last moment. What
     * has ended keeps its end, and what has begun is lost: both are told of, and count if nobody has given the try to
     * another worker by then. The others are forgotten.
     *
     * @param lost how one ends that has begun
     * @return the numbers of the dispatches that did not end by themselves
     */
    List<Long> endAll(BooleanSupplier leaseLasts, Runnable endHosts, Function<Held, WorkerMessage.Ended> lost) {
        giving.lock();
        try {
            if (tries.isEmpty() || leaseLasts.getAsBoolean()) {
                return List.of();
            }
            List<Long> stopped = new ArrayList<>();
            for (Held held : all()) { // one that arrives meanwhile is told of when it is not given
                if (held.ended == null) {
                    stopped.add(held.dispatchId());
                    if (held.startedAt == null) {
                        tries.remove(held.dispatchId());
                    } else {
                        held.ended = lost.apply(held);
                    }
                }
            }
            endHosts.run();
            return stopped;
        } finally {
            giving.unlock();
        }
    }
}
