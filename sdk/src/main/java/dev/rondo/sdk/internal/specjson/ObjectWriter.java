package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds one JSON object; what is null, empty or false is not written. */
final class ObjectWriter {

    private final JsonObject.Builder out = JsonObject.builder();

    ObjectWriter text(String key, @Nullable Object value) {
        if (value != null) {
            out.put(key, value.toString());
        }
        return this;
    }

    ObjectWriter number(String key, @Nullable Number value) {
        switch (value) {
            case null -> {}
            case Double decimal -> out.put(key, decimal.doubleValue());
            default -> out.put(key, value.longValue());
        }
        return this;
    }

    ObjectWriter flag(String key, boolean value) {
        if (value) {
            out.put(key, true);
        }
        return this;
    }

    /** A flag for which "not said" differs from false. */
    ObjectWriter maybe(String key, @Nullable Boolean value) {
        if (value != null) {
            out.put(key, value.booleanValue());
        }
        return this;
    }

    ObjectWriter texts(String key, Collection<String> values) {
        if (!values.isEmpty()) {
            out.put(key, JsonArray.ofStrings(values));
        }
        return this;
    }

    <T> ObjectWriter object(String key, @Nullable T value, Function<T, JsonValue> form) {
        if (value != null) {
            out.put(key, form.apply(value));
        }
        return this;
    }

    <T> ObjectWriter list(String key, Collection<T> values, Function<T, JsonValue> form) {
        if (!values.isEmpty()) {
            out.put(key, JsonArray.of(values.stream().map(form).toList()));
        }
        return this;
    }

    JsonObject done() {
        return out.build();
    }
}
