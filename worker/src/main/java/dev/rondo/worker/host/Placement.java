package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.worker.WorkerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which task host a try goes into, and when another one may be started. Guarded by the pool's lock. */
final class Placement {

    /**
     * A JVM is ready after a tenth of it, and most jars are loaded; what is not, for a debugger, a frozen machine or a
     * server that a jar asks, holds no other up for longer.
     */
    static final Duration LONGEST_START = Duration.ofSeconds(1);

    // A host works its window off one by one; more than this in one host would starve its siblings.
    private static final int WINDOW_OF_A_HOST = 64;

    private final WorkerConfig config;
    private final LongSupplier nanos;
    private final int processors;
    private final List<Host> hosts;

    /**
     * Placement among hosts.
     *
     * @param processors of this machine
     * @param hosts those of the pool, which change
     */
    Placement(WorkerConfig config, LongSupplier nanos, int processors, List<Host> hosts) {
        this.config = config;
        this.nanos = nanos;
        this.processors = processors;
        this.hosts = hosts;
    }

    HostKey keyOf(Dispatch dispatch) {
        return HostKey.of(dispatch, config.defaultHeapBytes());
    }

    static boolean isWarm(Dispatch dispatch) {
        return dispatch.isolation().equals("warm");
    }

    /** The host that is there for a try; null: none is. One that was a spare serves the try's jar from now on. */
    @Nullable
    Host hostFor(Dispatch dispatch) {
        HostKey key = keyOf(dispatch);
        boolean mayWait = isWarm(dispatch) && dispatch.mayRunAhead();
        if (!isSlotFree()) {
            return mayWait ? leastGiven(withWindow(key)) : null;
        }
        Host shared = mayWait ? hostToShare(key) : null;
        if (shared != null) {
            return shared;
        }
        Host idle = isWarm(dispatch) ? idleHost(key) : null;
        if (idle == null && !dispatch.isolation().equals("fresh") && key.fitsSpare(config.defaultHeapBytes())) {
            idle = idleHost(null);
        }
        if (idle != null) {
            idle.key = key;
            idle.usedOnce = !isWarm(dispatch);
        }
        return idle;
    }

    /** Whether a host may be started for a try that found none; if not, its turn comes when another one is ready. */
    boolean mayStartFor(HostKey key) {
        return isSlotFree() && !isBusyStarting() && !isBusyLoading(key);
    }

    /** Whether a host may be started ahead: as long as there is none, and a place for it beside those that run. */
    boolean mayStartSpare() {
        return living().noneMatch(h -> h.key == null) && living().count() <= config.slots() && !isBusyStarting();
    }

    /** The key of tries of a jar that ask for nothing of their own. */
    HostKey plainKey(String jarHash) {
        return new HostKey(jarHash, config.defaultHeapBytes(), List.of());
    }

    /** Hosts that such tries will find, or that will take them soon. */
    List<Host> readyFor(String jarHash) {
        HostKey key = plainKey(jarHash);
        return living().filter(h -> key.equals(h.key) && !h.usedOnce)
                .filter(h -> h.isIdle() || h.loading || h.isOfVeryShort())
                .toList();
    }

    /** How many hosts are worth while for so many tries that are not there yet, and may be short. */
    int worthWhile(int tries) {
        return Math.min(tries, Math.min(processors, config.slots()));
    }

    /** The host that is there for whatever comes first; null: none is. */
    @Nullable
    Host idleSpare() {
        return idleHost(null);
    }

    /** Whether a host may be started for what is only expected: nothing has to go for it. */
    boolean mayStartAhead() {
        long used = living().mapToLong(h -> h.process.heapBytes()).sum();
        return living().count() <= config.slots()
                && used + config.defaultHeapBytes() <= config.memoryBytes()
                && !isBusyStarting();
    }

    /**
     * Hosts without a try that have to go, those that load ahead and then the longest idle first, until a new one fits
     * both the number and the memory.
     */
    List<Host> inTheWayOf(HostKey key) {
        long count = living().count();
        long used = living().mapToLong(h -> h.process.heapBytes()).sum();
        List<Host> inTheWay = new ArrayList<>();
        for (Host idle : hosts.stream()
                .filter(h -> h.given.isEmpty() && !h.leaving)
                .sorted(Comparator.<Host>comparingInt(h -> h.loading ? 0 : 1).thenComparingLong(h -> h.idleSinceNanos))
                .toList()) {
            if (count <= config.slots() && used + key.heapBytes() <= config.memoryBytes()) {
                break;
            }
            inTheWay.add(idle);
            count--;
            used -= idle.process.heapBytes();
        }
        return inTheWay;
    }

    private Stream<Host> living() {
        return hosts.stream().filter(h -> !h.leaving);
    }

    private boolean isSlotFree() {
        return hosts.stream().filter(h -> !h.given.isEmpty()).count() < config.slots();
    }

    private @Nullable Host idleHost(@Nullable HostKey key) {
        return hosts.stream()
                .filter(h -> h.isIdle() && !h.usedOnce && Objects.equals(h.key, key))
                .findFirst()
                .orElse(null);
    }

    private Stream<Host> withWindow(HostKey key) {
        return living().filter(h -> key.equals(h.key) && !h.usedOnce && !h.loading && !h.isSlow())
                .filter(h -> h.given.size() < WINDOW_OF_A_HOST);
    }

    private static @Nullable Host leastGiven(Stream<Host> some) {
        return some.min(Comparator.comparingInt(h -> h.given.size())).orElse(null);
    }

    // Bodies that take next to no time go through as many hosts as there are processors: more of these would only take
    // processors from one another, each have to compile the same code, and need a heap. The others stay free.
    private @Nullable Host hostToShare(HostKey key) {
        List<Host> busy = withWindow(key)
                .filter(h -> !h.given.isEmpty() && h.isOfVeryShort())
                .toList();
        return busy.size() < processors ? null : leastGiven(busy.stream());
    }

    // To start is all work for the processor: more at once than there are processors would only make each of them late,
    // and what takes no time has ended in the first ones before the others are there.
    private boolean isBusyStarting() {
        long since = nanos.getAsLong() - LONGEST_START.toNanos();
        return living().filter(h -> !h.ready && h.startedNanos - since > 0).count() >= processors;
    }

    // The same of a jar: ten thousand DAGs of one take half a second of a processor in each host, and the first body
    // says
    // whether it takes more than one.
    private boolean isBusyLoading(HostKey key) {
        long since = nanos.getAsLong() - LONGEST_START.toNanos();
        return living().filter(h -> key.equals(h.key) && !h.begun && (h.loading || !h.given.isEmpty()))
                        .filter(h -> h.firstGivenNanos - since > 0)
                        .count()
                >= processors;
    }
}
