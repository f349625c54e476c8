package dev.rondo.sdk.internal.json;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** The canonical text of a JSON value. */
final class CanonicalJson {

    /** Beyond so many zeros a number is written with an exponent, so that {@code 1e999999} stays short. */
    private static final int MAX_ZEROS = 20;

    private CanonicalJson() {}

    static String of(JsonValue value) {
        StringBuilder out = new StringBuilder();
        write(value, new JsonWriter(out, JsonLimits.DEFAULT));
        return out.toString();
    }

    private static void write(JsonValue value, JsonWriter out) {
        switch (value) {
            case JsonObject object -> {
                out.beginObject();
                for (Map.Entry<String, JsonValue> member : new TreeMap<>(object.members()).entrySet()) {
                    out.name(member.getKey());
                    write(member.getValue(), out);
                }
                out.endObject();
            }
            case JsonArray array -> {
                out.beginArray();
                for (JsonValue element : array) {
                    write(element, out);
                }
                out.endArray();
            }
            case JsonNumber number -> out.number(new JsonNumber(canonical(number)));
            case JsonString text -> out.value(text);
            case JsonBoolean bool -> out.value(bool);
            case JsonNull none -> out.value(none);
        }
    }

    private static String canonical(JsonNumber number) {
        BigDecimal value = number.toBigDecimal();
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal shortest = value.stripTrailingZeros();
        if (shortest.scale() < -MAX_ZEROS || shortest.scale() - shortest.precision() > MAX_ZEROS) {
            return shortest.unscaledValue() + "e" + -(long) shortest.scale();
        }
        return shortest.toPlainString();
    }
}
