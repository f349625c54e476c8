package dev.rondo.dags.flights.data;

import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A file that must not reach the training window. The message names the file and every bad cell, up to a limit. */
public final class BadFileException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Enough to see the pattern; a file of the wrong kind would otherwise fill the log. */
    private static final int SHOWN = 10;

    @SuppressWarnings("serial") // holds a List.copyOf of records; the exception is never written to a stream
    private final List<BadCell> cells;

    BadFileException(DataPath file, List<BadCell> cells) {
        super(message(file, cells));
        this.cells = List.copyOf(cells);
    }

    /** Every problem found, in the order of the file; never empty. */
    public List<BadCell> cells() {
        return cells;
    }

    private static String message(DataPath file, List<BadCell> cells) {
        String shown = cells.stream().limit(SHOWN).map(BadCell::toString).collect(Collectors.joining("; "));
        String rest = cells.size() > SHOWN ? "; and " + (cells.size() - SHOWN) + " more" : "";
        return file + " cannot be used: " + shown + rest + ". Deliver the file again and clear this task.";
    }
}
