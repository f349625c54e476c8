package dev.rondo.sdk;

import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A rule of one's own for when a DAG has runs: for what neither cron, steps, events nor calendars can say. Used by
 * {@link Schedule#custom}.
 *
 * <p>It is asked by the DAG processor only, when the file is read and again before the runs that it told of are used
 * up; the answers are stored, and the scheduler goes by them. So it must give the same answers whenever it is asked:
 * what it depends on belongs into the jar. At least 100 runs are kept ahead.
 *
 * <pre>{@code
 * record FullMoons() implements CustomTimetable {
 *     public Optional<Run> next(ZonedDateTime after) {
 *         return Optional.of(Run.at(Moon.nextFull(after)));
 *     }
 * }
 * }</pre>
 */
public interface CustomTimetable {

    /**
     * The first run whose logical date is later than a moment.
     *
     * @param after in the zone of the DAG
     * @return its logical date lies after {@code after}, and it starts no earlier than the runs before it; empty: there
     *     is none any more
     */
    Optional<Run> next(ZonedDateTime after);

    /** The rule in a few words, for lists and pages. Default: the simple name of its class. */
    default String description() {
        return getClass().getSimpleName();
    }

    /**
     * A run. It is dated by the start of its interval, as every run is: that is how the run after it is found.
     *
     * @param interval the data it covers
     * @param runAfter the earliest moment it may start
     */
    record Run(DataInterval interval, ZonedDateTime runAfter) {

        /** A run that stands for a moment and starts then. */
        public static Run at(ZonedDateTime moment) {
            return new Run(new DataInterval(moment, moment), moment);
        }

        /**
         * A run that covers the time from {@code start} to {@code end}, is dated by its start and begins at its end.
         */
        public static Run covering(ZonedDateTime start, ZonedDateTime end) {
            return new Run(new DataInterval(start, end), end);
        }

        /** The same, started at another moment. */
        public Run startingAt(ZonedDateTime moment) {
            return new Run(interval, moment);
        }

        /** The moment it stands for: where its data interval starts. */
        public ZonedDateTime logicalDate() {
            return interval.start();
        }
    }
}
