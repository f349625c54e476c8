package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;

/** The result of a body that returns nothing: always null. */
enum VoidCodec implements Codec {
    VOID;

    @Override
    public void encode(Object value, JsonWriter out) {
        throw XComException.mismatch(
                "expected nothing, was a " + value.getClass().getName());
    }

    @Override
    public Object decode(JsonValue json) {
        throw XComException.mismatch("expected null, found " + Scalar.shown(json));
    }

    @Override
    public boolean writesNull() {
        return true;
    }

    @Override
    public void describe(SchemaText out) {
        out.add("void");
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return JsonSchemas.type("null");
    }
}
