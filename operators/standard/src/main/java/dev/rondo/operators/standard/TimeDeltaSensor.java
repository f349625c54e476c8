package dev.rondo.operators.standard;

import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TunableSensor;
import dev.rondo.sdk.Waiting;
import java.time.Duration;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Waits until some time after the end of the run's data interval; of a run without one, after the moment it could
 * begin. When that is over already, it does not wait. It looks twice, not every interval.
 *
 * @param delta the time after; not negative
 */
public record TimeDeltaSensor(Duration delta, Waiting waiting) implements TunableSensor<Void, TimeDeltaSensor> {

    /** Waits until so long after the end of the data interval. */
    public static TimeDeltaSensor of(Duration delta) {
        return new TimeDeltaSensor(delta, Waiting.DEFAULT);
    }

    @Override
    public TimeDeltaSensor withWaiting(Waiting changed) {
        return new TimeDeltaSensor(delta, changed);
    }

    @Override
    public @Nullable Void execute(TaskContext context) {
        ZonedDateTime from =
                context.findDataInterval().map(interval -> interval.end()).orElse(context.runAfter());
        WaitUntil.moment(from.toInstant().plus(delta), context);
        return null;
    }
}
