package dev.rondo.operators.standard;

import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a time of day in the zone of the DAG, on the day of its first look. When that is over already, it does not
 * wait. It looks twice, not every interval.
 *
 * @param targetTime the time; one that the day does not have, because the clocks are put forward, is an hour later
 */
public record TimeSensor(LocalTime targetTime, Waiting waiting) implements TunableSensor<Void, TimeSensor> {

    /** Waits for this time. */
    public static TimeSensor of(LocalTime targetTime) {
        return new TimeSensor(targetTime, Waiting.DEFAULT);
    }

    /** Waits for this time, such as {@code 06:30}. */
    public static TimeSensor of(String targetTime) {
        return of(LocalTime.parse(targetTime));
    }

    @Override
    public TimeSensor withWaiting(Waiting changed) {
        return new TimeSensor(targetTime, changed);
    }

    @Override
    public @Nullable Void execute(TaskContext context) {
        Instant target = context.firstLookAt()
                .atZone(context.zone())
                .toLocalDate()
                .atTime(targetTime)
                .atZone(context.zone())
                .toInstant();
        WaitUntil.moment(target, context);
        return null;
    }
}
