package dev.rondo.core.timetable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run whenever the one before has ended; it covers the time since that one's data interval.
 *
 * <p>The next run is due at once, so whoever creates runs has to wait for the last one's end first.
 */
public record Continuous() implements Timetable {

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        Instant begin = restriction.earliest() == null ? now : restriction.earliest();
        DataInterval interval;
        if (last == null) {
            interval = new DataInterval(begin, begin.isAfter(now) ? begin : now);
        } else if (last.end().isAfter(now)) {
            // The last run covers the future (another timetable, or a clock set back): begin anew, with its length.
            interval = new DataInterval(begin, begin.plus(Duration.between(last.start(), last.end())));
        } else {
            interval = new DataInterval(last.end(), now);
        }
        return restriction.forbids(interval.end()) ? Optional.empty() : Optional.of(RunInfo.after(interval));
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        return DataInterval.at(runAfter);
    }

    @Override
    public boolean periodic() {
        return false;
    }

    @Override
    public String summary() {
        return "@continuous";
    }

    @Override
    public String description() {
        return "As frequently as possible, but only one run at a time";
    }
}
