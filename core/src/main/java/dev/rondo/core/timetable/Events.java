package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run at each of a list of moments.
 *
 * @param dates in order and without repetition, whatever the order they were given in
 * @param restrictToEvents whether a manual run stands for the event before it, instead of for its own moment
 */
public record Events(List<Instant> dates, boolean restrictToEvents) implements Timetable {

    public Events {
        dates = dates.stream().sorted().distinct().toList();
    }

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        return dates.stream()
                .filter(date -> last == null || date.isAfter(last.end()))
                .filter(date -> restriction.earliest() == null || !date.isBefore(restriction.earliest()))
                .filter(date -> restriction.catchup() || !date.isBefore(now))
                .findFirst()
                .filter(date -> !restriction.forbids(date))
                .map(date -> RunInfo.after(DataInterval.at(date)));
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        if (!restrictToEvents || dates.isEmpty()) {
            return DataInterval.at(runAfter);
        }
        Instant event = dates.stream()
                .filter(date -> !date.isAfter(runAfter))
                .reduce((earlier, later) -> later)
                .orElse(dates.getFirst());
        return DataInterval.at(event);
    }

    @Override
    public boolean periodic() {
        return true;
    }

    @Override
    public String summary() {
        return dates.size() == 1 ? "1 event" : dates.size() + " events";
    }

    @Override
    public String description() {
        return dates.isEmpty()
                ? "Never: the list of events is empty"
                : "At " + summary() + " from " + dates.getFirst() + " to " + dates.getLast();
    }
}
