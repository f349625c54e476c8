package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.runtime.log.TaskLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a try ended that did not end by itself: what the scheduler is told, and what its log says last. */
public final class TryEnds {

    private final Path home;
    private final InstantSource clock;

    /**
     * Ends of a worker's tries.
     *
     * @param home of the worker, with the logs
     */
    TryEnds(Path home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    Path logFile(long dispatchId) {
        return home.resolve("logs").resolve(dispatchId + ".log");
    }

    /** It was told to stop before its body began. */
    WorkerMessage.Ended beforeItBegan(long dispatchId, String reason) {
        return ended(dispatchId, null, "stopped", reason, "stopped before it began", null);
    }

    /** It had begun when the lease of its worker was over, and was stopped: another worker may have it by now. */
    public WorkerMessage.Ended ofLease(long dispatchId, @Nullable Instant startedAt) {
        return ended(dispatchId, startedAt, "lost", "lease_over", "the lease of its worker was over", null);
    }

    /** What its host said; but a body that was told to stop has not ended by its own strength, whatever it returned. */
    WorkerMessage.Ended judged(Host.Given given, WorkerMessage.Ended said) {
        if (given.stopReason == null) {
            return said;
        }
        if (given.stopReason.equals("timeout")) {
            return ended(
                    said.dispatchId(),
                    said.startedAt(),
                    "failed",
                    "timeout",
                    timeoutMessage(given.dispatch) + "; it was interrupted and stopped",
                    null);
        }
        return ended(
                said.dispatchId(), said.startedAt(), "stopped", given.stopReason, "stopped: " + given.stopReason, null);
    }

    /**
     * Its host died with it.
     *
     * @param closed whether the worker was stopped, and its hosts with it
     */
    WorkerMessage.Ended ofDeath(Host host, Host.Given given, int exitCode, boolean closed) {
        long id = given.dispatch.dispatchId();
        Instant startedAt = given.startedAt;
        if (given.stopReason != null && given.stopReason.equals("timeout")) {
            String message = timeoutMessage(given.dispatch) + " and ignored the interrupt; its JVM was killed";
            note(host, given, message);
            return ended(id, startedAt, "failed", "timeout", message, exitCode);
        }
        if (given.stopReason != null) {
            note(host, given, "stopped: " + given.stopReason + "; the task's JVM was killed");
            return ended(id, startedAt, "stopped", given.stopReason, "its JVM was killed", exitCode);
        }
        if (closed) {
            note(host, given, "its worker was stopped, and the task's JVM with it; the try runs again");
            return ended(id, startedAt, "lost", HostPool.WORKER_STOPPED, "its worker was stopped", null);
        }
        ExitReason reason = host.frozen
                ? ExitReason.frozen(HostPool.FROZEN_AFTER)
                : ExitReason.of(exitCode, given.exiting, host.process.heapBytes());
        String lastWords = host.process.lastWords();
        note(host, given, reason.message() + (lastWords == null ? "" : "\n" + lastWords));
        if (startedAt == null) {
            return ended(id, null, "lost", "host_lost", reason.message() + " before the task began", exitCode);
        }
        return ended(id, startedAt, "failed", reason.code(), reason.message(), exitCode);
    }

    /** The worker adds to the log of a try what the host that wrote it cannot say. */
    void note(Host host, Host.Given given, String event) {
        Path file = logFile(given.dispatch.dispatchId());
        try (TaskLog log = new TaskLog(file, Long.MAX_VALUE, host.masker, clock)) {
            log.write("error", "rondo", event);
        }
    }

    private static String timeoutMessage(Dispatch dispatch) {
        return "the try ran longer than its execution timeout of "
                + Duration.ofMillis(dispatch.executionTimeoutMillis());
    }

    private WorkerMessage.Ended ended(
            long dispatchId,
            @Nullable Instant startedAt,
            String kind,
            String reason,
            String message,
            @Nullable Integer exitCode) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new WorkerMessage.Ended(
                dispatchId,
                Objects.requireNonNullElse(startedAt, now),
                now,
                kind,
                reason,
                message,
                exitCode,
                null,
                null,
                -1,
                null,
                true,
                Map.of(),
                null,
                null,
                null,
                null,
                List.of(),
                null);
    }
}
