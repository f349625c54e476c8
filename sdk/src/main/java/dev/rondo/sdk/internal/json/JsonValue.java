package dev.rondo.sdk.internal.json;

/**
 * A JSON value, immutable. Objects keep the order of their keys; numbers keep the text they were written in, so that
 * {@code 1.50} stays {@code 1.50} and no digit of a long is lost.
 */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /**
     * Reads one JSON value, within {@link JsonLimits#DEFAULT}.
     *
     * @throws JsonException when the text is not exactly one JSON value, repeats a key in an object, or exceeds a limit
     */
    static JsonValue parse(String text) {
        return parse(text, JsonLimits.DEFAULT);
    }

    /**
     * Reads one JSON value within the limits given.
     *
     * @throws JsonException when the text is not exactly one JSON value, repeats a key in an object, or exceeds a limit
     */
    static JsonValue parse(String text, JsonLimits limits) {
        return new JsonParser(text, limits).parse();
    }

    /** What kind of value it is, in words for messages: {@code object, array, string, number, boolean, null}. */
    String kind();

    /** The shortest text of this value; keys in their order, numbers as they were written. */
    default String toJson() {
        StringBuilder out = new StringBuilder();
        new JsonWriter(out, JsonLimits.DEFAULT).value(this);
        return out.toString();
    }

    /**
     * The one text that equal values have in common, for hashes and comparisons: keys sorted by UTF-16 code units, each
     * number in one fixed form ({@code 1.0}, {@code 1} and {@code 10e-1} are all {@code 1}).
     */
    default String toCanonicalJson() {
        return CanonicalJson.of(this);
    }
}
