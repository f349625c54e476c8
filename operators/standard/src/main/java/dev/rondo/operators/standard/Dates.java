package dev.rondo.operators.standard;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads dates that templates gave. */
final class Dates {

    private static final int DATE_CHARS = "2026-01-01".length();

    private Dates() {}

    /**
     * The moment of an ISO date or date and time; without an offset in UTC, as {@code {{ ds }}} is.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Instant parse(String text) {
        try {
            String iso = text.strip().replace(' ', 'T');
            if (iso.length() == DATE_CHARS) {
                return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            var read = DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, ZonedDateTime::from, LocalDateTime::from);
            return read instanceof LocalDateTime local
                    ? local.toInstant(ZoneOffset.UTC)
                    : ZonedDateTime.from(read).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no date; write one such as 2026-01-31T06:00Z, or {{ ts }}", e);
        }
    }
}
