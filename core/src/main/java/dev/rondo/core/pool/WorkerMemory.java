package dev.rondo.core.pool;

import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * The memory of a worker, from which the heaps of what it runs are taken. One that is asked for by default is as large
 * as the share of a slot. The scheduler asks before it gives a worker something; whoever explains why nothing is given
 * asks the same.
 *
 * @param slots how many instances it runs at once
 * @param bytes for all of them together
 */
public record WorkerMemory(int slots, long bytes) {

    /**
     * Whether a heap fits beside those of what it holds.
     *
     * @param heapBytes 0: the default
     * @param held heaps of what it holds, each 0 for the default; asked once or twice
     */
    public boolean fits(long heapBytes, Supplier<LongStream> held) {
        long share = bytes / Math.max(1, slots);
        if (heapBytes <= share && held.get().allMatch(each -> each <= share)) {
            return true;
        }
        long taken = held.get().map(each -> each == 0 ? share : each).sum();
        // A heap larger than the whole worker never fits; one that is asked for by default fits where a slot is free.
        return taken + (heapBytes == 0 ? share : heapBytes) <= bytes;
    }

    /** Whether a heap fits when nothing else runs there. */
    public boolean fitsAlone(long heapBytes) {
        return fits(heapBytes, LongStream::empty);
    }
}
