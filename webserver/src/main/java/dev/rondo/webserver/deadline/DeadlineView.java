package dev.rondo.webserver.deadline;

import dev.rondo.metadata.query.DeadlineQueries.DeadlineRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deadline that is open or was missed.
 *
 * @param taskId null: of the run as a whole
 * @param callback what became of its callback; null: it has none, or was not missed
 */
public record DeadlineView(
        String dagId,
        String dagRunId,
        @Nullable String taskId,
        String name,
        Instant deadlineTime,
        boolean missed,
        @Nullable Instant missedAt,
        @Nullable String callback) {

    /** All of these. */
    public static List<DeadlineView> of(List<DeadlineRow> rows) {
        return rows.stream().map(DeadlineView::of).toList();
    }

    private static DeadlineView of(DeadlineRow row) {
        return new DeadlineView(
                row.dagId(),
                row.runId(),
                row.taskId(),
                row.name(),
                row.dueAt(),
                row.missedAt() != null,
                row.missedAt(),
                row.callback());
    }
}
