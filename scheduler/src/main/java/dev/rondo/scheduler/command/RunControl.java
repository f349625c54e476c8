package dev.rondo.scheduler.command;

import dev.rondo.scheduler.engine.RunWork;
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
    int WAIT_SECONDS = 20;

    /**
     * Waits for the end of work whose future it completes.
     *
     * @throws IllegalStateException when it failed, or took too long
     */
    static void await(CompletableFuture<Void> done) throws InterruptedException {
        try {
            done.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("the engine could not carry it out", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the engine did not carry it out within " + WAIT_SECONDS + " s", e);
        }
    }
}
