package dev.rondo.webserver.taskinstance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.metadata.query.DagQueries.VersionRow;
import dev.rondo.metadata.query.InstanceQueries.InstanceRow;
import dev.rondo.metadata.query.InstanceQueries.TryRow;
import dev.rondo.webserver.dag.VersionView;
import dev.rondo.webserver.rest.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task instance as the API shows it; the last four are ours. */
public record InstanceView(
        UUID id,
        String taskId,
        String dagId,
        String dagRunId,
        int mapIndex,
        @Nullable Instant logicalDate,
        Instant runAfter,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Double duration,
        @Nullable String state,
        int tryNumber,
        int maxTries,
        String taskDisplayName,
        String dagDisplayName,
        @Nullable String hostname,
        @Nullable String unixname,
        String pool,
        int poolSlots,
        String queue,
        int priorityWeight,
        @Nullable String operator,
        @Nullable String operatorName,
        @Nullable Instant queuedWhen,
        @Nullable Instant scheduledWhen,
        @Nullable Long pid,
        @Nullable String executor,
        String executorConfig,
        @Nullable String note,
        @Nullable String renderedMapIndex,
        JsonNode renderedFields,
        @Nullable Object trigger,
        @Nullable Object triggererJob,
        @Nullable VersionView dagVersion,
        @Nullable Instant nextAt,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Integer exitCode) {

    private static final double NANOS = 1e9;

    /** An execution of a try that was lost with its worker or host: it cost no retry, the try was dispatched anew. */
    record LostView(
            @Nullable String hostname,
            String reason,
            @Nullable Instant queuedWhen,
            @Nullable Instant startDate,
            @Nullable Instant endDate) {}

    /** One try of an instance. */
    record TryView(
            String taskId,
            String dagId,
            String dagRunId,
            int mapIndex,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            @Nullable Double duration,
            @Nullable String state,
            int tryNumber,
            int maxTries,
            String taskDisplayName,
            String dagDisplayName,
            @Nullable String hostname,
            @Nullable String unixname,
            String pool,
            int poolSlots,
            String queue,
            int priorityWeight,
            @Nullable String operator,
            @Nullable String operatorName,
            @Nullable Instant queuedWhen,
            @Nullable Instant scheduledWhen,
            @Nullable Long pid,
            @Nullable String executor,
            String executorConfig,
            @Nullable VersionView dagVersion,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Integer exitCode,
            List<LostView> lostExecutions) {}

    static InstanceView of(InstanceRow row, @Nullable String operatorName, @Nullable VersionRow version, Json json) {
        return new InstanceView(
                UUID.nameUUIDFromBytes((row.runNo() + "/" + row.taskId() + "/" + row.mapIndex()).getBytes(UTF_8)),
                row.taskId(),
                row.dagId(),
                row.runId(),
                row.mapIndex(),
                row.logicalDate(),
                row.runAfter(),
                row.startDate(),
                row.endDate(),
                seconds(row.startDate(), row.endDate()),
                row.state(),
                row.tryNumber(),
                row.maxTries(),
                row.taskId(),
                row.dagId(),
                row.workerName(),
                null,
                row.pool(),
                row.poolSlots(),
                row.queue(),
                row.priority(),
                operatorName,
                operatorName,
                row.queuedAt(),
                row.scheduledAt(),
                null,
                null,
                "{}",
                row.note(),
                row.mapIndex() < 0 ? null : row.mapName() == null ? Integer.toString(row.mapIndex()) : row.mapName(),
                json.tree(row.rendered() == null ? "{}" : row.rendered()),
                null,
                null,
                version == null ? null : VersionView.of(version),
                row.nextAt(),
                row.reason(),
                row.message(),
                row.exitCode());
    }

    /** The try that an instance is in, or was last in. */
    static TryRow currentTry(InstanceRow row) {
        return new TryRow(
                row.tryNumber(),
                row.dispatchId(),
                row.state(),
                row.workerName(),
                row.queuedAt(),
                row.startDate(),
                row.endDate(),
                row.reason(),
                row.message(),
                row.exitCode());
    }

    /** Shows a try of this instance. */
    TryView tryView(InstanceLookup.Try shown) {
        TryRow one = shown.newest();
        return new TryView(
                taskId,
                dagId,
                dagRunId,
                mapIndex,
                one.startDate(),
                one.endDate(),
                seconds(one.startDate(), one.endDate()),
                one.state(),
                one.tryNumber(),
                maxTries,
                taskDisplayName,
                dagDisplayName,
                one.workerName(),
                null,
                pool,
                poolSlots,
                queue,
                priorityWeight,
                operator,
                operatorName,
                one.queuedAt(),
                null,
                null,
                null,
                executorConfig,
                dagVersion,
                one.reason(),
                one.message(),
                one.exitCode(),
                shown.lost().stream().map(InstanceView::lostView).toList());
    }

    private static LostView lostView(TryRow one) {
        return new LostView(
                one.workerName(), Objects.requireNonNull(one.reason()), one.queuedAt(), one.startDate(), one.endDate());
    }

    private static @Nullable Double seconds(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null
                ? null
                : Duration.between(start, end).toNanos() / NANOS;
    }
}
