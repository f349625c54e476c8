package dev.rondo.core.dagrun;

import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Timetable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The run that a manual trigger creates.
 *
 * @param logicalDate null = it stands for no moment, so any number of them may exist
 * @param interval the data it covers; null exactly when there is no logical date
 * @param runAfter the earliest moment it may start
 */
public record ManualTrigger(
        String runId,
        @Nullable Instant logicalDate,
        @Nullable DataInterval interval,
        Instant runAfter) {

    public ManualTrigger {
        Objects.requireNonNull(runId);
        Objects.requireNonNull(runAfter);
    }

    /**
     * What becomes of a request. Moments are cut to microseconds, which is what the database keeps.
     *
     * <p>The data interval is the one that the timetable has for the logical date, not for the moment of the start. One
     * given without a logical date is ignored, as in Airflow.
     */
    public static ManualTrigger of(TriggerRequest request, Timetable timetable, Instant now) {
        Instant runAfter = micros(request.runAfter() == null ? now : request.runAfter());
        String runId = request.runId() == null ? RunIds.of(RunType.MANUAL, runAfter) : request.runId();
        if (request.logicalDate() == null) {
            return new ManualTrigger(runId, null, null, runAfter);
        }
        Instant logicalDate = micros(request.logicalDate());
        DataInterval interval = request.interval() == null ? timetable.manualInterval(logicalDate) : request.interval();
        return new ManualTrigger(runId, logicalDate, interval, runAfter);
    }

    private static Instant micros(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }
}
