package dev.rondo.core.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker says. */
public sealed interface WorkerMessage {

    /**
     * The protocol this code speaks; a peer with the same major number is understood, its unknown fields are ignored.
     */
    int PROTOCOL = 1;

    /**
     * First on every stream.
     *
     * @param workerId random for each start of a worker process, kept over its reconnects
     * @param slots how many tasks it runs at once
     * @param window how many dispatches it takes beyond its slots
     * @param memoryBytes heap it can give to task hosts in all
     * @param queues queues it serves
     * @param held dispatches it still has: running, waiting, or ended and not yet acknowledged
     * @param streamNo which of its streams this is, from 1 on: it is said after what was said on those before; 0: an
     *     older worker, which does not count them
     * @param expects whether it understands {@link SchedulerMessage.Expect}; an older one does not say so
     */
    record Hello(
            int protocol,
            String workerId,
            String name,
            String version,
            int slots,
            int window,
            long memoryBytes,
            List<String> queues,
            List<Held> held,
            long streamNo,
            boolean expects)
            implements WorkerMessage {}

    /** A dispatch the worker still has. {@code startedAt} is null while it waits. */
    record Held(long dispatchId, @Nullable Instant startedAt) {}

    /** The body began. */
    record Started(long dispatchId, Instant at) implements WorkerMessage {}

    /**
     * The try ended. Sent again after a reconnect until it is acknowledged.
     *
     * @param kind {@code success, failed, failed_no_retry, skipped, look_again, lost, stopped}
     * @param reason stable code for failures and losses: {@code exception, system_exit, heap_full, killed_by_signal,
     *     host_frozen, timeout, host_lost, definition_changed, bad_result, cancelled, …}; null otherwise
     * @param message one line for people; null: none
     * @param exitCode exit code or signal of the host where it died; null: it lives
     * @param result the encoded result; null: none, or already uploaded because it is large
     * @param resultType name of its type
     * @param resultLength length of a list or map result; -1: neither
     * @param follow enum constant a branch chose; null: not a branch
     * @param proceed what a short circuit said
     * @param xcoms further values pushed by key
     * @param lookAt when to call again, for look_again
     * @param lookState state to give back then
     * @param rendered templated fields after rendering, secrets masked, as JSON object; null: none
     * @param assets what the body said of updates; an outlet it did not speak of is updated all the same
     * @param watchUntil for a look whose sensor the worker may watch, when the sensor's timeout ends; null: it may not
     */
    record Ended(
            long dispatchId,
            Instant startedAt,
            Instant at,
            String kind,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer exitCode,
            @Nullable String result,
            @Nullable String resultType,
            int resultLength,
            @Nullable String follow,
            boolean proceed,
            Map<String, String> xcoms,
            @Nullable Instant lookAt,
            @Nullable String lookState,
            @Nullable String rendered,
            @Nullable String mapName,
            List<AssetUpdate> assets,
            @Nullable Instant watchUntil)
            implements WorkerMessage {

        /**
         * The same end, with what is told of its values: those that are left out are stored already. That there is a
         * result is still said, by its type.
         *
         * @param result null: it has none, or it is stored
         */
        public Ended with(@Nullable String result, Map<String, String> xcoms) {
            return new Ended(
                    dispatchId,
                    startedAt,
                    at,
                    kind,
                    reason,
                    message,
                    exitCode,
                    result,
                    resultType,
                    resultLength,
                    follow,
                    proceed,
                    xcoms,
                    lookAt,
                    lookState,
                    rendered,
                    mapName,
                    assets,
                    watchUntil);
        }

        /** The same look, whose next one the scheduler need not give out before this moment. */
        public Ended lookingAgain(Instant moment) {
            return new Ended(
                    dispatchId,
                    startedAt,
                    at,
                    kind,
                    reason,
                    message,
                    exitCode,
                    result,
                    resultType,
                    resultLength,
                    follow,
                    proceed,
                    xcoms,
                    moment,
                    lookState,
                    rendered,
                    mapName,
                    assets,
                    watchUntil);
        }

        /** The try failed after all. */
        public Ended failedWith(String code, String why) {
            return new Ended(
                    dispatchId,
                    startedAt,
                    at,
                    "failed",
                    code,
                    why,
                    exitCode,
                    null,
                    null,
                    -1,
                    null,
                    true,
                    Map.of(),
                    null,
                    null,
                    rendered,
                    mapName,
                    List.of(),
                    null);
        }
    }

    /**
     * What a body said of an update of an asset that its success makes.
     *
     * @param alias the alias it updates the asset under; null: the asset is an outlet itself
     * @param extra JSON object
     */
    record AssetUpdate(@Nullable String alias, String name, String uri, String group, String extra) {}

    /**
     * Sensors that this worker watched and that are to look in a try of their own now: one has seen something, or it is
     * watched no longer. Said again until it is acknowledged, dispatch by dispatch; only to a scheduler whose
     * {@linkplain SchedulerMessage.Welcome welcome} says that it understands.
     */
    record Woke(List<Watched> sensors) implements WorkerMessage {}

    /** A sensor between two looks, and the dispatch whose look was the last in a try. */
    record Watched(long dispatchId, long runNo, String taskId, int mapIndex) {}

    /** An unstarted dispatch is given back: it was recalled, or the worker cannot run it. */
    record Returned(long dispatchId, String reason) implements WorkerMessage {}

    /**
     * Renews the lease; also carries what has changed about the worker.
     *
     * @param beat rises with each heartbeat; the answer names it, so that an answer that comes late renews for no
     *     longer than was promised
     */
    record Heartbeat(long beat, int freeSlots, int running, int waiting, long freeMemoryBytes)
            implements WorkerMessage {}

    /**
     * What came of a {@link SchedulerMessage.TestConnection}.
     *
     * @param message for people, secrets masked
     */
    record ConnectionTested(long testId, boolean passed, String message) implements WorkerMessage {}

    /** It could not be tried, which says nothing of the connection. */
    record ConnectionNotTested(long testId, String message) implements WorkerMessage {}

    /** The worker takes nothing new and leaves when what it has is done. */
    record Draining() implements WorkerMessage {}
}
