package dev.rondo.scheduler.fleet;

import dev.rondo.core.pool.WorkerMemory;
import dev.rondo.core.protocol.WorkerMessage.Hello;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One worker with an open stream to this scheduler. */
public final class ConnectedWorker {

    // What waits in a window is to begin within this time: less than anyone sees, many times a round trip.
    private static final long MAX_WAIT_MICROS = 20_000;

    private final String workerId;
    private final WorkerGateway.Stream stream;
    private final Hello hello;
    private final Set<String> queues;
    private final WorkerMemory memory;
    private final Map<Long, Held> held = new LinkedHashMap<>();
    private final Map<String, Integer> warmJars;
    private int longHeld;
    private long shortMicros;
    private boolean draining;

    ConnectedWorker(WorkerGateway.Stream stream, Hello hello) {
        this.workerId = hello.workerId();
        this.stream = stream;
        this.hello = hello;
        this.queues = Set.copyOf(hello.queues());
        this.memory = new WorkerMemory(hello.slots(), hello.memoryBytes());
        this.warmJars = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > Math.max(1, hello.slots());
            }
        };
    }

    public String workerId() {
        return workerId;
    }

    public WorkerGateway.Stream stream() {
        return stream;
    }

    public Hello hello() {
        return hello;
    }

    /** What it holds, oldest first. */
    public Collection<Held> held() {
        return held.values();
    }

    public @Nullable Held held(long dispatchId) {
        return held.get(dispatchId);
    }

    /** It takes nothing new from now on. */
    public void drain() {
        draining = true;
    }

    public boolean isDraining() {
        return draining;
    }

    /** Dispatches it may hold beyond those that can run at once and that began to wait before {@code limit}. */
    List<Long> waitingSince(Instant limit) {
        List<Long> waiting = new ArrayList<>();
        int position = 0;
        for (Held each : held.values()) {
            if (++position > hello.slots() && each.sentAt().isBefore(limit)) {
                waiting.add(each.dispatchId());
            }
        }
        return waiting;
    }

    boolean serves(String queue) {
        return !draining && queues.contains(queue);
    }

    int freeSlots() {
        return Math.max(0, hello.slots() - held.size());
    }

    /** How many more dispatches it could hold, if they were short. */
    int room() {
        return draining ? 0 : Math.max(0, hello.slots() + hello.window() - held.size());
    }

    boolean isWarmFor(String jarHash) {
        return warmJars.containsKey(jarHash);
    }

    boolean fits(Need need) {
        return freeSlots() > 0 ? hasMemoryFor(need) : mayWait(need);
    }

    /** Whether it may wait behind what is held: all short, and soon over. */
    private boolean mayWait(Need need) {
        int turning = hello.slots() - longHeld;
        return need.expectedMicros() != TaskHistory.UNKNOWN
                && need.heapBytes() == 0
                && turning > 0
                && held.size() < hello.slots() + hello.window()
                && shortMicros / turning < MAX_WAIT_MICROS;
    }

    private boolean hasMemoryFor(Need need) {
        return memory.fits(need.heapBytes(), () -> held.values().stream().mapToLong(Held::heapBytes));
    }

    void take(Held dispatch) {
        if (held.put(dispatch.dispatchId(), dispatch) != null) {
            throw new IllegalStateException(
                    "dispatch " + dispatch.dispatchId() + " is on worker " + workerId + " twice");
        }
        if (dispatch.isShort()) {
            shortMicros += dispatch.expectedMicros();
        } else {
            longHeld++;
        }
        if (!dispatch.jarHash().isEmpty()) {
            warmJars.put(dispatch.jarHash(), 1);
        }
    }

    @Nullable
    Held release(long dispatchId) {
        Held gone = held.remove(dispatchId);
        if (gone != null && gone.isShort()) {
            shortMicros -= gone.expectedMicros();
        } else if (gone != null) {
            longHeld--;
        }
        return gone;
    }
}
