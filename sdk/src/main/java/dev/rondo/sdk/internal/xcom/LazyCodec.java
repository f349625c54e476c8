package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Stands for a codec that is still being compiled: a type that contains itself. */
final class LazyCodec implements Codec {

    private @Nullable Codec target;

    void become(Codec codec) {
        target = codec;
    }

    @Override
    public Codec resolved() {
        if (target == null) {
            throw new IllegalStateException("a codec was used before it was compiled");
        }
        return target;
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        resolved().encode(value, out);
    }

    @Override
    public Object decode(JsonValue json) {
        return resolved().decode(json);
    }

    @Override
    public void describe(SchemaText out) {
        resolved().describe(out);
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return resolved().jsonSchema(schemas);
    }
}
