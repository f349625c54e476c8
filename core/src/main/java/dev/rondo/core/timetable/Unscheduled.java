package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No run by itself: somebody triggers it. */
public record Unscheduled() implements Timetable {

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        return Optional.empty();
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
        return "None";
    }

    @Override
    public String description() {
        return "Never, external triggers only";
    }
}
