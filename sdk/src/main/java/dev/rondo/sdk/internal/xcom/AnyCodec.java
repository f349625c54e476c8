package dev.rondo.sdk.internal.xcom;

import static dev.rondo.sdk.internal.xcom.SealedCodec.TAG;
import static dev.rondo.sdk.internal.xcom.SealedCodec.VALUE;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values whose type is only known when they are there: {@code Object}, and so {@code Map<String, Object>}. Plain JSON
 * for what comes back from plain JSON as it was (a whole number as the smallest of Integer, Long and BigInteger,
 * another as Double); all else as {@code {"@type": "instant", "value": "…"}}. Records and enums are refused: the
 * receiver could not know their class.
 */
enum AnyCodec implements Codec {
    /** {@code Object}. */
    OBJECT("any"),
    /** {@code Number}. */
    NUMBER("number");

    private static final String SET = "set";
    private static final String MAP = "map";

    private final String wireName;

    AnyCodec(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        if (this == NUMBER && !(value instanceof Number)) {
            throw XComException.mismatch(
                    "expected a number, was a " + value.getClass().getName());
        }
        Scalar scalar = Scalar.ofValue(value);
        if (scalar != null) {
            encodeScalar(scalar, value, out);
            return;
        }
        switch (value) {
            case List<?> list -> encodeElements(list, out);
            case Set<?> set -> {
                out.beginObject().name(TAG).string(SET).name(VALUE);
                encodeElements(set, out);
                out.endObject();
            }
            case Map<?, ?> map -> encodeMap(map, out);
            default ->
                throw XComException.unsupported("a " + value.getClass().getName()
                        + " cannot be sent where the type is Object; declare the type, for example Map<String, "
                        + value.getClass().getSimpleName() + ">");
        }
    }

    private void encodeScalar(Scalar scalar, Object value, JsonWriter out) {
        if (arrivesAsItself(scalar, value)) {
            scalar.encode(value, out);
            return;
        }
        out.beginObject().name(TAG).string(scalar.wireName()).name(VALUE);
        scalar.encode(value, out);
        out.endObject();
    }

    private static boolean arrivesAsItself(Scalar scalar, Object value) {
        return switch (scalar) {
            case STRING, BOOLEAN, INT -> true;
            case LONG -> (Long) value != ((Long) value).intValue();
            case DOUBLE -> Double.isFinite((Double) value);
            default -> false;
        };
    }

    private void encodeElements(Collection<?> elements, JsonWriter out) {
        out.beginArray();
        int index = 0;
        for (Object each : elements) {
            try {
                encodeNullable(each, out);
            } catch (XComException e) {
                throw e.inside("[" + index + "]");
            }
            index++;
        }
        out.endArray();
    }

    private void encodeMap(Map<?, ?> map, JsonWriter out) {
        boolean plain = map.keySet().stream().allMatch(key -> key instanceof String text && !text.equals(TAG));
        if (!plain) {
            out.beginObject().name(TAG).string(MAP).name(VALUE).beginArray();
        } else {
            out.beginObject();
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            try {
                if (plain) {
                    out.name((String) entry.getKey());
                    encodeNullable(entry.getValue(), out);
                } else {
                    out.beginArray();
                    encodeNullable(entry.getKey(), out);
                    encodeNullable(entry.getValue(), out);
                    out.endArray();
                }
            } catch (XComException e) {
                throw e.inside("[\"" + Scalar.shorten(String.valueOf(entry.getKey())) + "\"]");
            }
        }
        if (!plain) {
            out.endArray();
        }
        out.endObject();
    }

    @Override
    public Object decode(JsonValue json) {
        Object decoded = decodeAny(json);
        if (this == NUMBER && !(decoded instanceof Number)) {
            throw XComException.mismatch("expected a number, found " + Scalar.shown(json));
        }
        return decoded;
    }

    private Object decodeAny(JsonValue json) {
        return switch (json) {
            case JsonString text -> text.value();
            case JsonBoolean bool -> bool.value();
            case JsonNumber number -> number(number);
            case JsonArray array -> addAll(array, new ArrayList<>(array.size()));
            case JsonObject object -> {
                Object tagged = tagged(object);
                yield tagged == null ? map(object) : tagged;
            }
            case JsonNull none -> throw XComException.mismatch("null where a value is needed");
        };
    }

    private static Object number(JsonNumber number) {
        if (!number.isInteger()) {
            return Scalar.DOUBLE.decode(number);
        }
        if (number.text().length() < 10) {
            return number.toInt();
        }
        BigInteger value = number.toBigInteger();
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private Collection<@Nullable Object> addAll(JsonArray array, Collection<@Nullable Object> into) {
        int index = 0;
        for (JsonValue each : array) {
            try {
                into.add(decodeNullable(each));
            } catch (XComException e) {
                throw e.inside("[" + index + "]");
            }
            index++;
        }
        return into;
    }

    private Map<String, @Nullable Object> map(JsonObject object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.members().forEach((key, value) -> {
            try {
                map.put(key, decodeNullable(value));
            } catch (XComException e) {
                throw e.inside("[\"" + Scalar.shorten(key) + "\"]");
            }
        });
        return map;
    }

    /** The value of an object that {@link #encode} tagged; null for any other, which others may have written. */
    private @Nullable Object tagged(JsonObject object) {
        JsonValue value = object.get(VALUE);
        if (value == null || object.members().size() != 2 || !(object.get(TAG) instanceof JsonString(String tag))) {
            return null;
        }
        Scalar scalar = Scalar.named(tag);
        if (scalar != null) {
            return scalar.decode(value);
        }
        if (tag.equals(SET) && value instanceof JsonArray array) {
            return addAll(array, new LinkedHashSet<>());
        }
        return tag.equals(MAP) && value instanceof JsonArray array ? entries(array) : null;
    }

    private Map<@Nullable Object, @Nullable Object> entries(JsonArray array) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (JsonValue each : array) {
            if (!(each instanceof JsonArray pair) || pair.size() != 2) {
                throw XComException.mismatch("expected pairs of key and value, found " + Scalar.shown(each));
            }
            map.put(decodeNullable(pair.get(0)), decodeNullable(pair.get(1)));
        }
        return map;
    }

    @Override
    public void describe(SchemaText out) {
        out.add(wireName);
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return this == NUMBER ? JsonSchemas.type("number") : JsonObject.EMPTY;
    }
}
