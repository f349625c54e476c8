package dev.rondo.runtime.host;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.log.TaskLog;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one try to its end; never throws what a body throws. */
public interface TaskRunner {

    /**
     * Runs the try on the calling thread.
     *
     * @param begun told the moment right before the body begins
     * @param cancelled whether the try is to stop; also told by an interrupt of the calling thread
     * @param onCancel takes what is to be called, in another thread, when the try is to stop
     */
    WorkerMessage.Ended run(
            HostMessage.Run run,
            TaskLog log,
            Server server,
            Begun begun,
            BooleanSupplier cancelled,
            Consumer<Runnable> onCancel);

    /**
     * Loads what tries are likely to need, on the calling thread.
     *
     * @throws Exception what the jar or a class of it threw: no try should run here
     */
    default void load(HostMessage.Load load) throws Exception {
        // one that has nothing to load
    }

    /** What a body may ask of the server while it runs. */
    interface Server {
        /**
         * Asks and waits for the answer.
         *
         * @param kind what is asked
         * @return the answer; null when there is none
         * @throws InterruptedException when the try is stopped meanwhile
         * @throws ServerException when the server refuses; the message says why
         */
        @Nullable
        String ask(String kind, @Nullable String... arguments) throws InterruptedException, ServerException;
    }

    /** Told when the body begins. */
    interface Begun {
        void at(Instant moment);
    }

    /** The server refused a request of a body. */
    final class ServerException extends Exception {
        private static final long serialVersionUID = 1;

        public ServerException(String message) {
            super(message);
        }
    }
}
