package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object key by key; errors name the place. Keys nobody asks for are ignored. */
final class ObjectReader {

    private final JsonObject object;
    private final String path;

    ObjectReader(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    String text(String key) {
        return required(key, findText(key));
    }

    @Nullable
    String findText(String key) {
        return find(key, JsonString.class, JsonString::value);
    }

    <T> T text(String key, Function<String, T> parse) {
        return required(key, findText(key, parse));
    }

    /** A text of a form of its own, such as a date. */
    <T> @Nullable T findText(String key, Function<String, T> parse) {
        String text = findText(key);
        try {
            return text == null ? null : parse.apply(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("in a stored graph, " + at(key) + " cannot be read: '" + text + "'", e);
        }
    }

    /** A constant by its name in lower case. */
    <E extends Enum<E>> E constant(String key, Class<E> type) {
        return text(key, name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
    }

    int integer(String key) {
        return required(key, findInteger(key));
    }

    @Nullable
    Integer findInteger(String key) {
        return find(key, JsonNumber.class, JsonNumber::toInt);
    }

    @Nullable
    Long findLong(String key) {
        return find(key, JsonNumber.class, JsonNumber::toLong);
    }

    double decimal(String key) {
        return required(key, find(key, JsonNumber.class, JsonNumber::toDouble));
    }

    @Nullable
    Double findDecimal(String key) {
        return find(key, JsonNumber.class, JsonNumber::toDouble);
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(findFlag(key));
    }

    @Nullable
    Boolean findFlag(String key) {
        return find(key, JsonBoolean.class, JsonBoolean::value);
    }

    List<String> texts(String key) {
        return list(key, (value, where) -> as(JsonString.class, value, where).value());
    }

    /** All members, which are texts. */
    Map<String, String> allTexts() {
        Map<String, String> values = new LinkedHashMap<>();
        object.members()
                .forEach((key, value) ->
                        values.put(key, as(JsonString.class, value, at(key)).value()));
        return values;
    }

    <T> List<T> objects(String key, Function<ObjectReader, T> form) {
        return list(key, (value, where) -> form.apply(new ObjectReader(as(JsonObject.class, value, where), where)));
    }

    <T> T object(String key, Function<ObjectReader, T> form) {
        return required(key, findObject(key, form));
    }

    <T> @Nullable T findObject(String key, Function<ObjectReader, T> form) {
        return find(key, JsonObject.class, value -> form.apply(new ObjectReader(value, at(key))));
    }

    boolean has(String key) {
        return object.get(key) != null;
    }

    /** Names and texts in their order, written as a list of pairs. */
    Map<String, String> pairs(String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        list(key, (value, where) -> as(JsonArray.class, value, where)).forEach(pair -> {
            if (pair.size() != 2
                    || !(pair.get(0) instanceof JsonString name)
                    || !(pair.get(1) instanceof JsonString text)) {
                throw new IllegalArgumentException("in a stored graph, " + at(key) + " is not a list of pairs of text");
            }
            pairs.put(name.value(), text.value());
        });
        return pairs;
    }

    private interface Element<T> {
        T read(JsonValue value, String where);
    }

    private <T> List<T> list(String key, Element<T> element) {
        JsonArray array = find(key, JsonArray.class, value -> value);
        List<T> values = new ArrayList<>();
        if (array != null) {
            for (JsonValue value : array) {
                values.add(element.read(value, at(key) + "[" + values.size() + "]"));
            }
        }
        return values;
    }

    private <J extends JsonValue, T> @Nullable T find(String key, Class<J> kind, Function<J, T> read) {
        JsonValue value = object.get(key);
        return value == null ? null : read.apply(as(kind, value, at(key)));
    }

    private static <J extends JsonValue> J as(Class<J> kind, JsonValue value, String where) {
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException(
                    "in a stored graph, " + where + " is a " + value.kind() + " and should be a "
                            + kind.getSimpleName().replace("Json", "").toLowerCase(Locale.ROOT));
        }
        return kind.cast(value);
    }

    private <T> T required(String key, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("in a stored graph, " + at(key) + " is missing");
        }
        return value;
    }

    private String at(String key) {
        return path + "." + key;
    }
}
