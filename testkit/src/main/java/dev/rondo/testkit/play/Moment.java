package dev.rondo.testkit.play;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Dates as people write them. */
public final class Moment {

    private Moment() {}

    /**
     * The moment; a date alone is its first moment in the zone.
     *
     * @throws IllegalArgumentException when the text is no date
     */
    public static Instant parse(String text, ZoneId zone) {
        try {
            if (isDate(text)) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            boolean hasOffset = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
            return hasOffset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "not a date: '" + text
                            + "'; write 2026-01-31, 2026-01-31T06:00 (in the zone of the DAG) or 2026-01-31T06:00:00+01:00",
                    e);
        }
    }

    /** The same, but a date alone is its last moment. */
    public static Instant endOf(String text, ZoneId zone) {
        Instant start = parse(text, zone);
        return isDate(text)
                ? LocalDate.parse(text)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant()
                        .minus(1, ChronoUnit.MICROS)
                : start;
    }

    private static boolean isDate(String text) {
        return text.length() == "2026-01-31".length();
    }
}
