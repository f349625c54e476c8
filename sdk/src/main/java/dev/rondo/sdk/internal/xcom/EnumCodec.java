package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Enums, by the name of the constant. */
final class EnumCodec implements Codec {

    private final Class<?> type;
    private final Map<String, Object> constants = new LinkedHashMap<>();

    EnumCodec(Class<?> type) {
        this.type = type;
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
    }

    List<String> names() {
        return new ArrayList<>(constants.keySet());
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        out.string(toText(value));
    }

    String toText(Object value) {
        // Not the class of the value: a constant with a body has one of its own.
        if (!type.isInstance(value)) {
            throw XComException.mismatch("expected " + type.getName() + ", was a "
                    + value.getClass().getName() + "; an unchecked cast let it in");
        }
        return ((Enum<?>) value).name();
    }

    Object fromText(String name) {
        Object constant = constants.get(name);
        if (constant == null) {
            throw XComException.mismatch("the enum " + type.getName() + " has no constant \"" + Scalar.shorten(name)
                    + "\"; it has " + constants.keySet());
        }
        return constant;
    }

    @Override
    public Object decode(JsonValue json) {
        if (json instanceof JsonString name) {
            return fromText(name.value());
        }
        // As a member of a sealed hierarchy, sent by its value.
        if (json instanceof JsonObject tagged && tagged.get(SealedCodec.VALUE) instanceof JsonString name) {
            return fromText(name.value());
        }
        throw XComException.mismatch(
                "expected the name of a constant of " + type.getName() + ", found " + Scalar.shown(json));
    }

    @Override
    public void describe(SchemaText out) {
        out.addOnce(this, () -> out.add("enum(" + String.join("|", constants.keySet()) + ")"));
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return JsonObject.builder()
                .put("type", "string")
                .put("enum", JsonSchemas.strings(names()))
                .build();
    }
}
