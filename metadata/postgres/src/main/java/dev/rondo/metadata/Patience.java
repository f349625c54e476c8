package dev.rondo.metadata;

import dev.rondo.core.time.Pause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Waits for a database that does not answer yet: it may be started at the same time, or be starting again.
 *
 * @param longest how long
 * @param nanos tells elapsed time
 * @param pause waits between two looks
 * @param waiting told once, before the first wait, why the database does not answer
 */
public record Patience(Duration longest, LongSupplier nanos, Pause pause, Consumer<String> waiting) {

    private static final Duration LOOK = Duration.ofMillis(500);

    // Classes and codes of SQLSTATE: no connection; no resources; an operator stopped it, or it starts.
    private static final String NO_CONNECTION = "08";
    private static final String NO_RESOURCES = "53";
    private static final String INTERVENTION = "57";

    /**
     * Opens the database, or does what takes one, as soon as it answers. Where the database goes away meanwhile, all of
     * it is done again, also what may have been committed.
     *
     * @throws DatabaseUnavailableException when it does not in time; at once when waiting would not help, as with a
     *     wrong password
     * @throws CommitUnknownException when it went away during a commit, and the time is over
     */
    public <T> T until(Supplier<T> open) {
        long end = nanos.getAsLong() + longest.toNanos();
        boolean told = false;
        while (true) {
            try {
                return open.get();
            } catch (DatabaseUnavailableException | CommitUnknownException e) {
                if (!mayPass(e) || nanos.getAsLong() - end >= 0) {
                    throw e;
                }
                if (!told) {
                    waiting.accept(String.valueOf(e.getMessage()));
                    told = true;
                }
                try {
                    pause.pause(LOOK);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    /** What the server itself refuses, it will refuse again. */
    private static boolean mayPass(RuntimeException unavailable) {
        String state = null;
        for (Throwable cause = unavailable.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState(); // the innermost is the driver's own
            }
        }
        return state == null
                || state.startsWith(NO_CONNECTION)
                || state.startsWith(NO_RESOURCES)
                || state.startsWith(INTERVENTION);
    }
}
