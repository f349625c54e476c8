package dev.rondo.sdk.internal.build;

import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds out whether the logical dates of a schedule can fall on another day in UTC than in the zone of the DAG. */
final class UtcDates {

    private static final Set<String> AT_MIDNIGHT =
            Set.of("@daily", "@midnight", "@weekly", "@monthly", "@quarterly", "@yearly", "@annually");

    /** Any whole year shows both the offsets that a zone has in summer and in winter. */
    private static final int SOME_YEAR = 2026;

    private UtcDates() {}

    static boolean canDiffer(ScheduleSpec schedule, ZoneId zone) {
        List<Optional<LocalTime>> times = switch (schedule.innermost()) {
            case ScheduleSpec.CronTrigger cron ->
                cron.crons().stream().map(UtcDates::time).toList();
            case ScheduleSpec.CronDataInterval cron -> List.of(time(cron.cron()));
            default -> List.of(Optional.empty());
        };
        return offsets(zone).stream()
                .anyMatch(offset -> times.stream().anyMatch(time -> crossesMidnight(time, offset)));
    }

    /** A time that is not known may be any. */
    private static boolean crossesMidnight(Optional<LocalTime> time, ZoneOffset offset) {
        if (offset.getTotalSeconds() == 0) {
            return false;
        }
        int utc = time.map(LocalTime::toSecondOfDay).orElse(0) - offset.getTotalSeconds();
        return time.isEmpty() || utc < 0 || utc >= LocalTime.MAX.toSecondOfDay() + 1;
    }

    /** The time of day at which a cron expression ticks, if it is always the same one. */
    private static Optional<LocalTime> time(String cron) {
        if (AT_MIDNIGHT.contains(cron.strip())) {
            return Optional.of(LocalTime.MIDNIGHT);
        }
        String[] fields = cron.strip().split("\\s+");
        boolean fixed = fields.length == 5 && fields[0].matches("[0-5]?\\d") && fields[1].matches("[01]?\\d|2[0-3]");
        return fixed
                ? Optional.of(LocalTime.of(Integer.parseInt(fields[1]), Integer.parseInt(fields[0])))
                : Optional.empty();
    }

    private static List<ZoneOffset> offsets(ZoneId zone) {
        return IntStream.rangeClosed(1, 12)
                .mapToObj(month ->
                        LocalDate.of(SOME_YEAR, month, 1).atStartOfDay(zone).getOffset())
                .distinct()
                .toList();
    }
}
