package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run, at the start date; at once where the DAG has none. */
public record Once() implements Timetable {

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        if (last != null) {
            return Optional.empty();
        }
        Instant moment = restriction.earliest() == null ? now : restriction.earliest();
        return restriction.forbids(moment) ? Optional.empty() : Optional.of(RunInfo.after(DataInterval.at(moment)));
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
        return "@once";
    }

    @Override
    public String description() {
        return "Once, as soon as possible";
    }
}
