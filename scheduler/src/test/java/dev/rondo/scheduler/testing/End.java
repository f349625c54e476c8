package dev.rondo.scheduler.testing;

import dev.rondo.core.protocol.WorkerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a try of a {@link FakeWorker} ends. */
public record End(
        String kind,
        @Nullable String reason,
        @Nullable String result,
        int resultLength,
        @Nullable String follow,
        @Nullable Instant lookAt,
        @Nullable String lookState,
        Map<String, String> xcoms,
        List<WorkerMessage.AssetUpdate> assets) {

    public static End success() {
        return new End("success", null, null, -1, null, null, null, Map.of(), List.of());
    }

    public static End result(String json) {
        return new End("success", null, json, -1, null, null, null, Map.of(), List.of());
    }

    public static End list(String json, int length) {
        return new End("success", null, json, length, null, null, null, Map.of(), List.of());
    }

    public static End follow(String constant) {
        return new End("success", null, "\"" + constant + "\"", -1, constant, null, null, Map.of(), List.of());
    }

    /** Succeeds, having said this of the assets it updates. */
    public static End updated(WorkerMessage.AssetUpdate... assets) {
        return new End("success", null, null, -1, null, null, null, Map.of(), List.of(assets));
    }

    public static End failed() {
        return new End("failed", "exception", null, -1, null, null, null, Map.of(), List.of());
    }

    public static End skipped() {
        return new End("skipped", null, null, -1, null, null, null, Map.of(), List.of());
    }

    /** Looks again, keeps nothing, and may be watched meanwhile. */
    public static End lookAgain(Instant at) {
        return new End("look_again", null, null, -1, null, at, null, Map.of(), List.of());
    }

    public static End lookAgain(Instant at, String state) {
        return new End("look_again", null, null, -1, null, at, state, Map.of(), List.of());
    }

    public static End lost() {
        return new End("lost", "host_lost", null, -1, null, null, null, Map.of(), List.of());
    }

    public static End stopped() {
        return new End("stopped", "cancelled", null, -1, null, null, null, Map.of(), List.of());
    }

    public WorkerMessage.Ended of(long dispatchId, Instant now) {
        return new WorkerMessage.Ended(
                dispatchId,
                now.minus(Duration.ofMillis(1)),
                now,
                kind,
                reason,
                reason == null ? null : "it ended by " + reason,
                null,
                result,
                result == null ? null : "test",
                resultLength,
                follow,
                true,
                xcoms,
                lookAt,
                lookState,
                null,
                null,
                assets,
                null);
    }
}
