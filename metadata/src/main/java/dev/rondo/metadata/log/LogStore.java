package dev.rondo.metadata.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Logs of tries as bytes: lines of JSON, appended while the try runs. Pieces may come late, twice or again from an
 * earlier place; each byte is kept once.
 */
public interface LogStore {

    /**
     * Keeps a piece.
     *
     * @param offset where in the log of this dispatch the piece begins
     * @return how many bytes of this dispatch's log are kept now; less than {@code offset} means that something before
     *     the piece is missing and the writer must go on from there
     */
    long append(LogKey key, long dispatchId, long offset, byte[] piece) throws IOException;

    /**
     * Keeps pieces of different dispatches.
     *
     * @return what {@link #append} says of each, in their order
     * @throws IOException when one of them cannot be kept; others may be
     */
    default List<Long> append(List<Piece> pieces) throws IOException {
        List<Long> kept = new ArrayList<>();
        for (Piece piece : pieces) {
            kept.add(append(piece.key(), piece.dispatchId(), piece.offset(), piece.bytes()));
        }
        return kept;
    }

    /**
     * Reads on from a place in the log of a try, over all its dispatches in order.
     *
     * @param offset bytes to leave out
     * @param maxBytes most bytes to return; 1 or more
     */
    Slice read(LogKey key, long offset, int maxBytes) throws IOException;

    /**
     * Removes the logs of a run.
     *
     * @param inUse ids of dispatches whose logs stay; asked after it was looked what there is, so that those of a
     *     dispatch that comes meanwhile stay too
     */
    void deleteRun(String dagId, String runId, Supplier<Set<Long>> inUse) throws IOException;

    /** Removes the logs of all runs of a DAG; those in use stay, as above. */
    void deleteDag(String dagId, Supplier<Set<Long>> inUse) throws IOException;

    /** What {@link #append} takes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Piece(LogKey key, long dispatchId, long offset, byte[] bytes) {}

    /**
     * A stretch of a log.
     *
     * @param text whole lines, unless a single line is longer than what was asked for
     * @param nextOffset where the next stretch begins
     * @param totalBytes how long the log is now
     */
    record Slice(String text, long nextOffset, long totalBytes) {}

    /** The try a log belongs to. */
    record LogKey(String dagId, String runId, String taskId, int mapIndex, int tryNumber) {}
}
