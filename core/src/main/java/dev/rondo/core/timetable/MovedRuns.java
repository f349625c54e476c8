package dev.rondo.core.timetable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds schedules of several runs a day of which a calendar moves runs to another day: those of the evening would then
 * start after those of the next morning, and runs start in the order of their dates.
 */
public final class MovedRuns {

    // Of daily runs almost three years; of hourly ones the second is enough.
    private static final int MOST_LOOKED_AT = 1_000;

    // Steps of 24 hours have two runs on the day of 25; moved, they keep their order.
    private static final Duration DAY_OF_A_CHANGE = Duration.ofHours(23);

    private MovedRuns() {}

    /**
     * Two runs of one day, where the timetable moves runs and has such days; in words.
     *
     * @param from the first date that is looked at
     */
    public static Optional<String> problem(Timetable timetable, Instant from) {
        return switch (timetable) {
            case OnDays days -> days.moved() ? twoOfOneDay(days.of(), days.zone(), from) : problem(days.of(), from);
            case Spread spread -> problem(spread.of(), from);
            case Continuous continuous -> Optional.empty();
            case CronDataInterval cron -> Optional.empty();
            case CronTrigger cron -> Optional.empty();
            case DeltaDataInterval delta -> Optional.empty();
            case DeltaTrigger delta -> Optional.empty();
            case Events events -> Optional.empty();
            case MultipleCronTrigger crons -> Optional.empty();
            case Once once -> Optional.empty();
            case StoredRuns stored -> Optional.empty();
            case Unscheduled unscheduled -> Optional.empty();
        };
    }

    private static Optional<String> twoOfOneDay(Timetable timetable, ZoneId zone, Instant from) {
        Restriction all = new Restriction(from, null, true);
        @Nullable RunInfo before = null;
        for (int i = 0; i < MOST_LOOKED_AT; i++) {
            DataInterval last = before == null ? null : before.interval();
            RunInfo run = timetable.next(last, all, from).orElse(null);
            if (run == null) {
                return Optional.empty();
            }
            if (before != null && isOfOneDay(before.logicalDate(), run.logicalDate(), zone)) {
                return Optional.of("the schedule has several runs on one day, those of "
                        + before.logicalDate().atZone(zone).toLocalDateTime() + " and "
                        + run.logicalDate().atZone(zone).toLocalDateTime()
                        + ", and moved to another day they would overtake each other");
            }
            before = run;
        }
        return Optional.empty();
    }

    private static boolean isOfOneDay(Instant one, Instant other, ZoneId zone) {
        return LocalDate.ofInstant(one, zone).equals(LocalDate.ofInstant(other, zone))
                && Duration.between(one, other).compareTo(DAY_OF_A_CHANGE) < 0;
    }
}
