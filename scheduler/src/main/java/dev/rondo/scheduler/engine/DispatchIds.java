package dev.rondo.scheduler.engine;

import java.util.function.LongSupplier;

/** Ids for dispatches, drawn in blocks so that a batch needs no statement for them. */
final class DispatchIds {

    /** As the sequence in the schema says. */
    static final int BLOCK = 1000;

    private final LongSupplier blocks;
    private long next;
    private long end;

    /**
     * Ids from blocks.
     *
     * @param blocks gives the first id of a fresh block
     */
    DispatchIds(LongSupplier blocks) {
        this.blocks = blocks;
    }

    /** An id greater than that of an instance's last dispatch, which may be of another scheduler's newer block. */
    long after(long last) {
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
