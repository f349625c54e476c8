package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs that a timetable class of a DAG jar told of when it was asked, for it is never asked here.
 *
 * @param runs in order of their logical dates
 * @param ends whether none follows the last of them; else more will be stored
 * @param past whether all of the past that matters is stored
 * @param text what the class says of itself
 */
public record StoredRuns(List<RunInfo> runs, boolean ends, boolean past, String text) implements Timetable {

    public StoredRuns {
        runs = runs.stream().sorted(Comparator.comparing(RunInfo::logicalDate)).toList();
        Objects.requireNonNull(text);
    }

    /**
     * As for every timetable; empty also when what is stored does not say. Without catchup, a run that is due counts as
     * the newest only when a later one is stored, or none follows.
     */
    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        int from = Math.max(
                last == null ? 0 : before(last.start(), true),
                restriction.earliest() == null ? 0 : before(restriction.earliest(), false));
        int to = restriction.latest() == null ? runs.size() : before(restriction.latest(), true);
        List<RunInfo> left = runs.subList(Math.min(from, to), to);
        if (restriction.catchup()) {
            return left.stream().findFirst();
        }
        int later = 0;
        while (later < left.size() && !left.get(later).runAfter().isAfter(now)) {
            later++;
        }
        boolean newestIsKnown = later < left.size() || ends || endsBefore(restriction);
        return later > 0
                ? Optional.of(left.get(later - 1)).filter(newest -> newestIsKnown)
                : left.stream().findFirst();
    }

    /** How many runs have an earlier logical date; those of the date itself counted, or not. */
    private int before(Instant date, boolean itself) {
        int from = 0;
        int to = runs.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = runs.get(middle).logicalDate().compareTo(date);
            if (order < 0 || (itself && order == 0)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private boolean endsBefore(Restriction restriction) {
        return !runs.isEmpty() && restriction.forbids(runs.getLast().logicalDate());
    }

    /**
     * That of the newest stored run that starts by then, where runs cover a stretch of time; else the moment itself.
     */
    @Override
    public DataInterval manualInterval(Instant runAfter) {
        return runs.stream()
                .filter(run -> !run.runAfter().isAfter(runAfter))
                .reduce((earlier, later) -> later)
                .map(RunInfo::interval)
                .filter(interval -> interval.end().isAfter(interval.start()))
                .orElse(DataInterval.at(runAfter));
    }

    /** Only where it was asked for the past. */
    @Override
    public boolean periodic() {
        return past;
    }

    @Override
    public boolean knowsItsEnd() {
        return ends;
    }

    @Override
    public String summary() {
        return text;
    }

    @Override
    public String description() {
        return text;
    }
}
