package dev.rondo.scheduler.execution;

import dev.rondo.core.protocol.Ask;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a body's question. Each method throws {@link IllegalArgumentException}, with a sentence for the
 * body, when the argument is missing or not what the question asks for.
 */
record Arguments(String question, List<@Nullable String> values) {

    static Arguments of(Ask ask) {
        return new Arguments(ask.kind(), ask.arguments());
    }

    /** A text that may be null, but not be missing. */
    @Nullable
    String optional(int index) {
        if (index >= values.size()) {
            throw wrong(index, "is missing; run the same version of worker and scheduler", null);
        }
        return values.get(index);
    }

    String text(int index) {
        String text = optional(index);
        if (text == null) {
            throw wrong(index, "is null; give it a value", null);
        }
        return text;
    }

    @Nullable
    Integer optionalNumber(int index) {
        String text = optional(index);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw wrong(index, "is '" + text + "'; write a whole number", e);
        }
    }

    /** A number from 1. */
    int number(int index, int most) {
        String text = text(index);
        Integer number = optionalNumber(index);
        if (number == null || number < 1 || number > most) {
            throw wrong(index, "is " + text + "; 1 to " + most + " can be asked for", null);
        }
        return number;
    }

    @Nullable
    Instant optionalMoment(int index) {
        String text = optional(index);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong(index, "is '" + text + "'; write a moment such as 2026-01-01T00:00:00Z", e);
        }
    }

    /** A JSON list of texts. */
    List<String> texts(int index) {
        if (!(jsonValue(index) instanceof JsonArray array)) {
            throw noTexts(index);
        }
        List<String> texts = new ArrayList<>();
        for (JsonValue element : array.elements()) {
            if (!(element instanceof JsonString string)) {
                throw noTexts(index);
            }
            texts.add(string.value());
        }
        return texts;
    }

    private IllegalArgumentException noTexts(int index) {
        return wrong(index, "is '" + text(index) + "'; write a JSON list of texts", null);
    }

    /** A JSON value, as it is written. */
    String json(int index) {
        jsonValue(index);
        return text(index);
    }

    private JsonValue jsonValue(int index) {
        try {
            return JsonValue.parse(text(index));
        } catch (JsonException e) {
            throw wrong(index, "is no JSON: " + e.getMessage(), e);
        }
    }

    private IllegalArgumentException wrong(int index, String what, @Nullable Throwable cause) {
        return new IllegalArgumentException("question '" + question + "': argument " + (index + 1) + " " + what, cause);
    }
}
