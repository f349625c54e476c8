package dev.rondo.core.semantics;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The notations of a moment in the recordings: with an offset, or a wall clock with its zone. */
public final class RecordedTime {

    private RecordedTime() {}

    /**
     * Reads {@code 2024-03-30T20:00:00Z}, {@code …+02:00} or {@code …[Europe/Berlin]}; null when absent or JSON null.
     */
    public static @Nullable Instant instant(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? null : requireInstant(node);
    }

    /** As {@link #instant}, for a moment that must be there. */
    public static Instant requireInstant(JsonNode node) {
        String text = node.asText();
        int zone = text.indexOf('[');
        if (zone < 0) {
            return OffsetDateTime.parse(text).toInstant();
        }
        // The earlier instant of an overlap; a wall clock in a gap is read with the offset before it.
        return LocalDateTime.parse(text.substring(0, zone))
                .atZone(ZoneId.of(text.substring(zone + 1, text.length() - 1)))
                .toInstant();
    }

    /** The zone of a wall-clock notation; null where the text has none. */
    public static @Nullable ZoneId zone(JsonNode node) {
        String text = node.asText("");
        int zone = text.indexOf('[');
        return zone < 0 ? null : ZoneId.of(text.substring(zone + 1, text.length() - 1));
    }
}
