package dev.rondo.sdk.internal.json;

import java.util.Map;

/**
 * Writes JSON piece by piece onto a {@link StringBuilder}, in its shortest form. It sets commas and colons; that begins
 * and ends match, and that each value in an object follows a {@link #name}, is the caller's part. Not thread-safe.
 */
public final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    private final int start;
    private final JsonLimits limits;
    private int depth;
    private boolean comma;

    /** Writes to the end of {@code out}; only what this writer adds counts against the limits. */
    public JsonWriter(StringBuilder out, JsonLimits limits) {
        this.out = out;
        this.start = out.length();
        this.limits = limits;
    }

    /**
     * Opens an object.
     *
     * @throws JsonLimitException when that nests too deep
     */
    public JsonWriter beginObject() {
        return begin('{');
    }

    /** Closes an object. */
    public JsonWriter endObject() {
        return end('}');
    }

    /**
     * Opens an array.
     *
     * @throws JsonLimitException when that nests too deep
     */
    public JsonWriter beginArray() {
        return begin('[');
    }

    /** Closes an array. */
    public JsonWriter endArray() {
        return end(']');
    }

    /** Writes the key of the value that comes next. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        comma = false;
        return this;
    }

    /** Writes a string. */
    public JsonWriter string(String value) {
        separate();
        quote(value);
        return written();
    }

    /** Writes a whole number. */
    public JsonWriter number(long value) {
        separate();
        out.append(value);
        return written();
    }

    /**
     * Writes a finite number, in the shortest digits that give it back.
     *
     * @throws IllegalArgumentException for NaN and the infinities
     */
    public JsonWriter number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value);
        }
        separate();
        out.append(value);
        return written();
    }

    /** Writes a number as its text says. */
    public JsonWriter number(JsonNumber value) {
        separate();
        out.append(value.text());
        return written();
    }

    /** Writes {@code true} or {@code false}. */
    public JsonWriter bool(boolean value) {
        separate();
        out.append(value);
        return written();
    }

    /** Writes {@code null}. */
    public JsonWriter nullValue() {
        separate();
        out.append("null");
        return written();
    }

    /** Writes any value. */
    public JsonWriter value(JsonValue value) {
        return switch (value) {
            case JsonString text -> string(text.value());
            case JsonNumber number -> number(number);
            case JsonBoolean bool -> bool(bool.value());
            case JsonNull none -> nullValue();
            case JsonArray array -> {
                beginArray();
                for (JsonValue element : array) {
                    value(element);
                }
                yield endArray();
            }
            case JsonObject object -> {
                beginObject();
                for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
                    name(member.getKey());
                    value(member.getValue());
                }
                yield endObject();
            }
        };
    }

    private JsonWriter begin(char bracket) {
        separate();
        if (++depth > limits.maxDepth()) {
            throw new JsonLimitException(
                    "nested deeper than " + limits.maxDepth() + " levels; does it contain itself?", true);
        }
        out.append(bracket);
        comma = false;
        return this;
    }

    private JsonWriter end(char bracket) {
        depth--;
        out.append(bracket);
        return written();
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
    }

    private JsonWriter written() {
        comma = true;
        if (out.length() - start > limits.maxChars()) {
            throw new JsonLimitException("longer than " + limits.maxChars() + " characters of JSON", false);
        }
        return this;
    }

    private void quote(String text) {
        // Checked before copying: a text too long by itself must not be doubled in memory first.
        if (text.length() > limits.maxChars()) {
            throw new JsonLimitException("longer than " + limits.maxChars() + " characters of JSON", false);
        }
        out.append('"');
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !isUnpaired(text, i, c)) {
                continue;
            }
            out.append(text, copied, i);
            escape(c);
            copied = i + 1;
        }
        out.append(text, copied, text.length()).append('"');
    }

    /** An unpaired surrogate has no UTF-8 form, so it is written as an escape and survives any transport. */
    private static boolean isUnpaired(String text, int i, char c) {
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default ->
                out.append("\\u")
                        .append(HEX.charAt(c >> 12))
                        .append(HEX.charAt((c >> 8) & 15))
                        .append(HEX.charAt((c >> 4) & 15))
                        .append(HEX.charAt(c & 15));
        }
    }
}
