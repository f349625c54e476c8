package dev.rondo.scheduler.command;

import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.scheduler.engine.RunWork;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The engine as commands use it: work in, committed or failed out. */
public interface RunControl {

    /** Puts work into the engine; it is told when it is committed. */
    void ask(RunWork work);

    /** Queued runs of these DAGs may start. */
    void mayStart(Collection<String> dagIds);

    // The engine answers within milliseconds; beyond this the database is away and the command is claimed anew.
    Duration WAIT = Duration.ofSeconds(20);

    /**
     * Waits for the end of work whose future it completes.
     *
     * @throws DatabaseUnavailableException when it is not done by then; it is cancelled, and not carried out later
     * @throws RuntimeException the one it failed with
     */
    static void await(CompletableFuture<Void> done, Duration atMost) throws InterruptedException {
        try {
            done.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("the engine could not carry it out", e);
        } catch (TimeoutException e) {
            if (done.cancel(false)) {
                throw new DatabaseUnavailableException("the engine did not come to it within " + atMost, e);
            } // else it was done at the last moment
        }
    }
}
