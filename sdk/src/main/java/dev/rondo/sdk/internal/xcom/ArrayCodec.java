package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.lang.reflect.Array;
import java.util.Base64;
import java.util.List;

/** Arrays, so that a vector of numbers can be passed as it is; bytes as Base64, all else as a JSON array. */
final class ArrayCodec implements Codec {

    private final Class<?> type;
    private final Codec element;

    ArrayCodec(Class<?> type, Codec element) {
        this.type = type;
        this.element = element;
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        if (!type.isInstance(value)) {
            throw XComException.mismatch("expected " + type.getTypeName() + ", was a "
                    + value.getClass().getTypeName() + "; an unchecked cast let it in");
        }
        if (value instanceof byte[] bytes) {
            out.string(Base64.getEncoder().encodeToString(bytes));
            return;
        }
        out.beginArray();
        int length = Array.getLength(value);
        for (int i = 0; i < length; i++) {
            try {
                element.encodeNullable(Array.get(value, i), out);
            } catch (XComException e) {
                throw e.inside("[" + i + "]");
            }
        }
        out.endArray();
    }

    @Override
    public Object decode(JsonValue json) {
        if (type == byte[].class) {
            return bytes(json);
        }
        if (!(json instanceof JsonArray array)) {
            throw XComException.mismatch("expected an array, found " + Scalar.shown(json));
        }
        List<JsonValue> elements = array.elements();
        Object decoded = Array.newInstance(type.getComponentType(), elements.size());
        for (int i = 0; i < elements.size(); i++) {
            try {
                Object each = element.decodeNullable(elements.get(i));
                if (each == null && type.getComponentType().isPrimitive()) {
                    throw XComException.mismatch("expected a " + type.getComponentType() + ", found null");
                }
                Array.set(decoded, i, each);
            } catch (XComException e) {
                throw e.inside("[" + i + "]");
            }
        }
        return decoded;
    }

    private static byte[] bytes(JsonValue json) {
        if (json instanceof JsonString text) {
            try {
                return Base64.getDecoder().decode(text.value());
            } catch (IllegalArgumentException e) {
                throw new XComException(XComException.Code.XCOM_MISMATCH, "expected bytes in Base64", e);
            }
        }
        throw XComException.mismatch("expected bytes in Base64, found " + Scalar.shown(json));
    }

    @Override
    public void describe(SchemaText out) {
        out.add("array<");
        element.describe(out);
        out.add(">");
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        if (type == byte[].class) {
            return JsonObject.builder()
                    .put("type", "string")
                    .put("contentEncoding", "base64")
                    .build();
        }
        return JsonObject.builder()
                .put("type", "array")
                .put("items", element.jsonSchema(schemas))
                .build();
    }
}
