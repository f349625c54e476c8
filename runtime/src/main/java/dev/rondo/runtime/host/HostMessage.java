package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker and its task host say to each other over their Unix socket. */
public sealed interface HostMessage {

    /**
     * Worker to host: run this try. Further ones wait in the host until it is done.
     *
     * @param jarFile the jar by its hash on this machine; empty: a built-in operator that needs none
     * @param unpackTo where libraries inside the jar are unpacked
     * @param logFile where the lines of the try go
     * @param logCapBytes most bytes the log may have
     * @param workFolder folder the try may use; removed after it
     * @param secrets values that are masked in the log from the first line on
     */
    record Run(
            Dispatch dispatch,
            String jarFile,
            String unpackTo,
            String logFile,
            long logCapBytes,
            String workFolder,
            List<String> secrets)
            implements HostMessage {}

    /**
     * Worker to host: tries of this jar are expected; load what they need. Waits its turn as a try does.
     *
     * @param jarFile the jar by its hash on this machine
     * @param unpackTo where libraries inside the jar are unpacked
     * @param dagClasses classes that define DAGs of it
     */
    record Load(String jarFile, String unpackTo, List<String> dagClasses) implements HostMessage {}

    /**
     * Host to worker: what was to be loaded is.
     *
     * @param dirty why this JVM must not run a task, also that it could not be loaded; null: it may
     */
    record Loaded(@Nullable String dirty) implements HostMessage {}

    /** Worker to host: give the dispatch back if its body has not begun. */
    record Recall(long dispatchId) implements HostMessage {}

    /** Worker to host: interrupt the try; what comes after the grace is the worker's to do. */
    record Cancel(long dispatchId, String reason) implements HostMessage {}

    /** Worker to host: the answer to a request of a body. */
    record Reply(
            long requestId,
            @Nullable String value,
            @Nullable String error) implements HostMessage {}

    /**
     * Worker to host: look for a sensor of this try between its tries, again and again, as {@link Lookout} does.
     *
     * @param run the try with the moment of its first look; of its files none is touched
     * @param pauseMillis the pause before each look
     */
    record Watch(Run run, long pauseMillis) implements HostMessage {}

    /** Worker to host: the sensor of this dispatch is looked for no more. */
    record Unwatch(long dispatchId) implements HostMessage {}

    /** Host to worker: a sensor that was watched is to look in a try of its own; the host has forgotten it. */
    record Woke(long dispatchId) implements HostMessage {}

    /** Host to worker, at a ping: the look for this sensor takes longer than any may, and holds up the others. */
    record Hangs(long dispatchId) implements HostMessage {}

    /** Worker to host, every few seconds: a host that hears nothing for its lease stops itself. */
    record Ping() implements HostMessage {}

    /** Host to worker, to each ping: a host that says nothing for long is taken for frozen. */
    record Pong() implements HostMessage {}

    /** Host to worker, once: it may be given tasks. */
    record Ready(long pid) implements HostMessage {}

    /** Host to worker: the body began. */
    record Begun(long dispatchId, Instant at) implements HostMessage {}

    /**
     * Host to worker: the try ended.
     *
     * @param dirty why this JVM must not run another task; null: it may
     */
    record Done(WorkerMessage.Ended ended, @Nullable String dirty) implements HostMessage {}

    /** Host to worker: a recalled dispatch that had not begun. */
    record GivenBack(long dispatchId) implements HostMessage {}

    /**
     * Host to worker: a body asks for something that only the server has.
     *
     * @param kind such as {@code xcom_pull}; see {@link TaskRunner.Server}
     */
    record Request(long requestId, long dispatchId, String kind, List<@Nullable String> arguments)
            implements HostMessage {}

    /** Host to worker: the JVM goes down in an orderly way while a body runs: by {@code System.exit} of the task. */
    record Exiting(long dispatchId) implements HostMessage {}
}
