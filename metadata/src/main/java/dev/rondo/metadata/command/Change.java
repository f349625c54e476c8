package dev.rondo.metadata.command;

import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change made of what there was, for the audit record: the fields that differ, and no others.
 *
 * @param before null: it was not there, or nothing was changed
 * @param after null: it is not there any more, or nothing was changed
 */
public record Change(@Nullable JsonObject before, @Nullable JsonObject after) {

    /** Nothing was changed. */
    public static final Change NONE = new Change(null, null);

    // More of a text nobody reads in a list of changes; a description or a note has as much.
    private static final int MAX_TEXT = 1_000;

    private static final JsonValue SECRET = new JsonString("***");
    private static final JsonValue OTHER_SECRET = new JsonString("*** (another)");

    public Change {
        before = before == null ? null : bounded(before);
        after = after == null ? null : bounded(after);
    }

    /** A field of a row; of a secret it is told only that there is another. */
    record Told(JsonValue value, boolean isSecret) {

        private JsonValue shown() {
            return isSecret ? SECRET : value;
        }
    }

    /** Between two looks at a thing; empty: it is not there. */
    static Change between(Optional<Map<String, Told>> before, Optional<Map<String, Told>> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return new Change(
                    before.map(Change::whole).orElse(null),
                    after.map(Change::whole).orElse(null));
        }
        Map<String, JsonValue> was = new LinkedHashMap<>();
        Map<String, JsonValue> is = new LinkedHashMap<>();
        after.get().forEach((name, now) -> {
            Told then = before.get().get(name);
            if (then != null && !then.equals(now)) {
                was.put(name, present(then) ? then.shown() : JsonNull.NULL);
                boolean isAnother = now.isSecret() && present(now) && present(then);
                is.put(name, isAnother ? OTHER_SECRET : present(now) ? now.shown() : JsonNull.NULL);
            }
        });
        return was.isEmpty() ? NONE : new Change(JsonObject.of(was), JsonObject.of(is));
    }

    private static boolean present(Told told) {
        return told.value() != JsonNull.NULL;
    }

    private static JsonObject whole(Map<String, Told> fields) {
        Map<String, JsonValue> shown = new LinkedHashMap<>();
        fields.forEach((name, told) -> {
            if (present(told)) {
                shown.put(name, told.shown());
            }
        });
        return JsonObject.of(shown);
    }

    private static JsonObject bounded(JsonObject all) {
        Map<String, JsonValue> some = new LinkedHashMap<>();
        all.members().forEach((name, value) -> {
            String text = value instanceof JsonString string ? string.value() : value.toJson();
            some.put(name, text.length() <= MAX_TEXT ? value : cut(text));
        });
        return JsonObject.of(some);
    }

    private static JsonString cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return new JsonString(text.substring(0, end) + "… (" + text.length() + " characters)");
    }

    @Nullable
    String beforeText() {
        return before == null ? null : before.toJson();
    }

    @Nullable
    String afterText() {
        return after == null ? null : after.toJson();
    }
}
