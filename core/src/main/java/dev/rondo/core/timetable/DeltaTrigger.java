package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run each {@code step}, counted from the start date, or, without catchup, from the moment it is asked.
 *
 * @param step distance of two runs; one second or more
 * @param interval length of the data interval, which ends when the run starts; may be zero
 */
public record DeltaTrigger(Span step, Span interval) implements Timetable {

    public DeltaTrigger {
        DeltaDataInterval.requireLongEnough(step);
        Objects.requireNonNull(interval);
    }

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        Instant earliest = restriction.earliest();
        Instant moment;
        if (last != null) {
            moment = step.after(last.end());
        } else if (earliest != null) {
            moment = earliest;
        } else if (restriction.catchup()) {
            return Optional.empty();
        } else {
            moment = now;
        }
        if (!restriction.catchup()) {
            moment = moment.isBefore(now) ? now : moment;
            moment = earliest != null && moment.isBefore(earliest) ? earliest : moment;
        }
        return restriction.forbids(moment) ? Optional.empty() : Optional.of(RunInfo.after(ending(moment)));
    }

    private DataInterval ending(Instant moment) {
        return new DataInterval(interval.before(moment), moment);
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        return ending(runAfter);
    }

    @Override
    public boolean periodic() {
        return true;
    }

    @Override
    public String summary() {
        return step.toString();
    }

    @Override
    public String description() {
        return "Every " + step;
    }
}
