package dev.rondo.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dates as people type them. */
public final class Dates {

    private Dates() {}

    /**
     * The moment as ISO-8601 in UTC. A date alone is its midnight; what has no offset is in UTC.
     *
     * @throws CommandException when it is no date
     */
    public static String instant(String text) {
        return find(text)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "not a date: '" + text
                                + "'; write 2026-01-31, 2026-01-31T06:00:00 (UTC) or 2026-01-31T06:00:00+01:00"))
                .toString();
    }

    /** The moment; empty when it is no date. */
    public static Optional<Instant> find(String text) {
        return Optional.ofNullable(dateTime(text));
    }

    private static @Nullable Instant dateTime(String text) {
        try {
            if (text.length() == "2026-01-31".length()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            String iso = text.replace(' ', 'T');
            boolean hasOffset = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
            return hasOffset
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
