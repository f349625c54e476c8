package dev.rondo.runtime.host;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Questions of a body to the server, in the words of unchecked exceptions that the authoring API has. */
final class Questions {

    private final TaskRunner.Server server;

    Questions(TaskRunner.Server server) {
        this.server = server;
    }

    /**
     * Asks and waits for the answer; null is an answer.
     *
     * @throws IllegalStateException when the server refuses; the message says why
     * @throws CancellationException when the try is stopped meanwhile; the thread's interrupt is kept
     */
    @Nullable
    String ask(String kind, @Nullable String... arguments) {
        try {
            return server.ask(kind, arguments);
        } catch (TaskRunner.ServerException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("the try is being stopped");
            cancelled.initCause(e);
            throw cancelled;
        }
    }
}
