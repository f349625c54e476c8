package dev.rondo.scheduler.engine;

import java.util.function.LongSupplier;

/** Ids for dispatches, drawn in blocks so that a batch needs no statement for them. */
final class DispatchIds {

    /** As the sequence in the schema says. */
    static final int BLOCK = 1000;

    private long next;
    private long end;

    /**
     * An id greater than that of an instance's last dispatch, which may be of another scheduler's newer block.
     *
     * @param blocks gives the first id of a fresh block; one that was drawn stays ours, whatever becomes of the
     *     transaction it was drawn in
     */
    long after(long last, LongSupplier blocks) {
        while (next == end || next <= last) {
            if (next < end && end > last + 1) {
                next = last + 1;
            } else {
                next = blocks.getAsLong();
                end = next + BLOCK;
            }
        }
        return next++;
    }
}
