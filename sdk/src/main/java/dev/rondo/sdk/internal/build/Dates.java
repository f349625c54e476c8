package dev.rondo.sdk.internal.build;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Reads dates as authors write them. */
final class Dates {

    private static final int DATE_CHARS = "2026-01-01".length();

    private Dates() {}

    /**
     * The moment of a date (its midnight), or of a date and time, in the zone unless it has an offset; to the
     * microsecond, which is what the database keeps.
     *
     * @throws DateTimeException when it is neither
     */
    static Instant parse(String text, ZoneId zone) {
        String iso = text.strip().replace(' ', 'T');
        if (iso.length() == DATE_CHARS) {
            return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
        }
        var read = DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, ZonedDateTime::from, LocalDateTime::from);
        ZonedDateTime moment = read instanceof LocalDateTime local ? local.atZone(zone) : ZonedDateTime.from(read);
        return moment.toInstant().truncatedTo(ChronoUnit.MICROS);
    }
}
