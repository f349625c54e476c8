package dev.rondo.scheduler.fleet;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;

/** The scheduler behind the workers' streams. Called in order for one stream; never blocks for long. */
public interface WorkerGateway {

    /** A stream of a worker that has said Hello; the scheduler welcomes it or refuses it by a message. */
    void connected(Stream stream, WorkerMessage.Hello hello);

    /** A message of a connected worker. */
    void said(Stream stream, WorkerMessage message);

    /** The stream is over; told once for each {@link #connected}. */
    void disconnected(Stream stream);

    /** One stream. A worker that reconnects comes with another one. */
    interface Stream {
        /** Lines up a message and returns at once. What cannot be sent is lost with the stream. */
        void send(SchedulerMessage message);

        /** Ends the stream. */
        void close(String reason);
    }
}
