package dev.rondo.webserver.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Moments as callers write them. */
final class Moments {

    static final String HOW = "a moment is written as 2013-01-31T06:00:00Z or with an offset, or as a date (UTC)";

    // Beyond these PostgreSQL and the calendars of clients disagree.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Moments() {}

    /** The moment, cut to the microseconds that the database keeps; empty when it is none. */
    static Optional<Instant> parse(String text) {
        try {
            // A plus that was not encoded arrives as a blank.
            Instant at = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            return at.isBefore(FIRST) || at.isAfter(LAST)
                    ? Optional.empty()
                    : Optional.of(at.truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
