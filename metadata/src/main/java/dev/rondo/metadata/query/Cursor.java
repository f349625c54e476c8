package dev.rondo.metadata.query;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list begins or ends: beside a row, which is named by its values in the order of the list. The row
 * may be gone meanwhile; what comes and goes elsewhere moves no page.
 *
 * @param before whether the page ends before that row; else it begins after it
 * @param order the order that the values belong to
 * @param values of the row; none: the first page
 */
public record Cursor(boolean before, String order, List<@Nullable String> values) {

    static final String UNREADABLE =
            "it is no cursor of this list; take next_cursor or previous_cursor of a page, or an empty one for the first";

    private static final String BEFORE = "<";
    private static final String AFTER = ">";

    public Cursor {
        // Values may be null.
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /**
     * Reads what {@link #text} wrote; an empty text is the first page.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Cursor parse(String text) {
        if (text.isEmpty()) {
            return new Cursor(false, "", List.of());
        }
        try {
            String json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            if (JsonValue.parse(json) instanceof JsonArray array
                    && array.elements().size() > 2) {
                List<@Nullable String> texts = new ArrayList<>();
                for (JsonValue each : array.elements()) {
                    texts.add(each == JsonNull.NULL ? null : ((JsonString) each).value());
                }
                String side = texts.get(0);
                String order = texts.get(1);
                if (order != null && (BEFORE.equals(side) || AFTER.equals(side))) {
                    return new Cursor(BEFORE.equals(side), order, texts.subList(2, texts.size()));
                }
            }
        } catch (JsonException | ClassCastException | IllegalArgumentException e) {
            throw new IllegalArgumentException(UNREADABLE, e);
        }
        throw new IllegalArgumentException(UNREADABLE);
    }

    boolean isFirstPage() {
        return values.isEmpty();
    }

    /** As clients get it, and give it back. */
    String text() {
        List<JsonValue> all = new ArrayList<>();
        all.add(new JsonString(before ? BEFORE : AFTER));
        all.add(new JsonString(order));
        values.forEach(value -> all.add(value == null ? JsonNull.NULL : new JsonString(value)));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JsonArray.of(all).toJson().getBytes(StandardCharsets.UTF_8));
    }
}
