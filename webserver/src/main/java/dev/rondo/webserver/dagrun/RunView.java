package dev.rondo.webserver.dagrun;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.metadata.query.DagQueries.VersionRow;
import dev.rondo.metadata.query.RunQueries.RunRow;
import dev.rondo.webserver.dag.VersionView;
import dev.rondo.webserver.deadline.DeadlineView;
import dev.rondo.webserver.rest.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as the API shows it; the last two are ours.
 *
 * @param reason the code of why it ended as it did
 * @param deadlines those that are open or were missed; null in lists
 */
record RunView(
        String dagRunId,
        String dagId,
        @Nullable Instant logicalDate,
        Instant queuedAt,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable Double duration,
        @Nullable Instant dataIntervalStart,
        @Nullable Instant dataIntervalEnd,
        Instant runAfter,
        @Nullable Instant lastSchedulingDecision,
        String runType,
        String state,
        String triggeredBy,
        @Nullable String triggeringUserName,
        JsonNode conf,
        @Nullable String note,
        List<VersionView> dagVersions,
        @Nullable String bundleVersion,
        String dagDisplayName,
        @Nullable String partitionKey,
        @Nullable Instant partitionDate,
        @Nullable String reason,
        @Nullable List<DeadlineView> deadlines) {

    private static final double NANOS = 1e9;

    static RunView of(RunRow row, @Nullable VersionRow version, @Nullable List<DeadlineView> deadlines, Json json) {
        return new RunView(
                row.runId(),
                row.dagId(),
                row.logicalDate(),
                row.queuedAt(),
                row.startDate(),
                row.endDate(),
                seconds(row.startDate(), row.endDate()),
                row.intervalStart(),
                row.intervalEnd(),
                row.runAfter(),
                row.endDate() == null ? row.startDate() : row.endDate(),
                row.runType(),
                row.state(),
                // Airflow's word for a run that its timetable made.
                row.triggeredBy().equals("scheduler") ? "timetable" : row.triggeredBy(),
                row.triggeringUser(),
                json.tree(row.conf()),
                row.note(),
                version == null ? List.of() : List.of(VersionView.of(version)),
                version == null ? null : version.jarHash(),
                row.dagId(),
                null,
                null,
                row.reason(),
                deadlines);
    }

    private static @Nullable Double seconds(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null
                ? null
                : Duration.between(start, end).toNanos() / NANOS;
    }
}
