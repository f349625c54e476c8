package dev.rondo.operators.gcs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** Reads moments that templates gave. */
final class Moments {

    private Moments() {}

    /**
     * The moment of an ISO date, or date and time; without an offset in UTC.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Instant parse(String text) {
        String iso = text.strip().replace(' ', 'T');
        try {
            TemporalAccessor read = iso.indexOf('T') < 0
                    ? LocalDate.parse(iso)
                    : DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, ZonedDateTime::from, LocalDateTime::from);
            return switch (read) {
                case LocalDate date -> date.atStartOfDay(ZoneOffset.UTC).toInstant();
                case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
                default -> Instant.from(read);
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no moment; write one such as 2026-01-31T06:00Z, or {{ ts }}", e);
        }
    }
}
