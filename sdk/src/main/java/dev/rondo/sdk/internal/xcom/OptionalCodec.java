package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Optional and its primitive kin: null when empty, else the value. An optional of an optional wraps the inner one in an
 * array of one, or the two kinds of emptiness would look alike.
 */
final class OptionalCodec implements Codec {

    private final Class<?> type;
    private final Codec inner;

    OptionalCodec(Class<?> type, Codec inner) {
        this.type = type;
        this.inner = inner;
    }

    @Override
    public boolean writesNull() {
        return true;
    }

    private boolean wraps() {
        return inner.resolved().writesNull();
    }

    @Override
    public void encodeNullable(@Nullable Object value, JsonWriter out) {
        if (value == null) {
            throw XComException.unsupported(
                    "an " + type.getSimpleName() + " is null; use " + type.getSimpleName() + ".empty()");
        }
        encode(value, out);
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        Object content = content(value);
        if (content == null) {
            out.nullValue();
        } else if (wraps()) {
            out.beginArray();
            inner.encode(content, out);
            out.endArray();
        } else {
            inner.encode(content, out);
        }
    }

    private @Nullable Object content(Object value) {
        return switch (value) {
            case Optional<?> o -> o.orElse(null);
            case OptionalInt o -> o.isPresent() ? o.getAsInt() : null;
            case OptionalLong o -> o.isPresent() ? o.getAsLong() : null;
            case OptionalDouble o -> o.isPresent() ? o.getAsDouble() : null;
            default ->
                throw XComException.mismatch("expected " + type.getName() + ", was a "
                        + value.getClass().getName() + "; an unchecked cast let it in");
        };
    }

    @Override
    public Object decodeNullable(JsonValue json) {
        if (json != JsonNull.NULL) {
            return decode(json);
        }
        if (type == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (type == OptionalLong.class) {
            return OptionalLong.empty();
        }
        return type == OptionalDouble.class ? OptionalDouble.empty() : Optional.empty();
    }

    @Override
    public Object decode(JsonValue json) {
        Object content = decodeContent(json);
        if (type == OptionalInt.class) {
            return OptionalInt.of((Integer) content);
        }
        if (type == OptionalLong.class) {
            return OptionalLong.of((Long) content);
        }
        return type == OptionalDouble.class ? OptionalDouble.of((Double) content) : Optional.of(content);
    }

    private Object decodeContent(JsonValue json) {
        if (!wraps()) {
            return inner.decode(json);
        }
        if (json instanceof JsonArray array && array.size() == 1) {
            Object content = inner.decodeNullable(array.get(0));
            if (content != null) {
                return content;
            }
        }
        throw XComException.mismatch("expected null or an array of one, found " + Scalar.shown(json));
    }

    @Override
    public void describe(SchemaText out) {
        out.add("optional<");
        inner.describe(out);
        out.add(">");
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        JsonObject content = inner.jsonSchema(schemas);
        return JsonSchemas.nullable(
                wraps()
                        ? JsonObject.builder()
                                .put("type", "array")
                                .put("items", content)
                                .put("minItems", 1)
                                .put("maxItems", 1)
                                .build()
                        : content);
    }
}
