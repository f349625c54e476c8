package dev.rondo.core.semantics;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One recorded decision: what went in and what came out, as the JSON of the file. Shown by its id. */
public record RecordedCase(JsonNode json) {

    /** Unique in its family, and stable: {@code catchup-00012}. */
    public String id() {
        return text("id");
    }

    /** What the case is about; empty in families without kinds. */
    public String kind() {
        return json.path("kind").asText("");
    }

    /** A field that must be there; it may hold a JSON null. */
    public JsonNode get(String field) {
        return json.required(field);
    }

    /** A text that must be there. */
    public String text(String field) {
        return json.required(field).asText();
    }

    /** A boolean that must be there. */
    public boolean flag(String field) {
        return json.required(field).booleanValue();
    }

    /** A moment in any of the recorded notations; null when the field is absent or JSON null. */
    public @Nullable Instant instant(String field) {
        return RecordedTime.instant(json.path(field));
    }

    /** A moment that must be there. */
    public Instant requireInstant(String field) {
        return RecordedTime.requireInstant(json.path(field));
    }

    @Override
    public String toString() {
        return id();
    }
}
