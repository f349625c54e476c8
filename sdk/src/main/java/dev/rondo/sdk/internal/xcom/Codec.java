package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Turns the values of one type into JSON and back. Immutable once compiled, and thread-safe. */
interface Codec {

    /**
     * Writes a value.
     *
     * @throws XComException when it is not one of this type or holds something that cannot be sent
     */
    void encode(Object value, JsonWriter out);

    /**
     * Reads a value; {@code json} is not JSON's null.
     *
     * @throws XComException when it is not what {@link #encode} writes
     */
    Object decode(JsonValue json);

    /** Adds the canonical text of the type. */
    void describe(SchemaText out);

    /** The type as JSON Schema. */
    JsonObject jsonSchema(JsonSchemas schemas);

    /** Writes a value or null. */
    default void encodeNullable(@Nullable Object value, JsonWriter out) {
        if (value == null) {
            out.nullValue();
        } else {
            encode(value, out);
        }
    }

    /** Reads a value or null. */
    default @Nullable Object decodeNullable(JsonValue json) {
        return json == JsonNull.NULL ? null : decode(json);
    }

    /** Whether a value of this type may be written as JSON's null, so that a wrapper must mark presence itself. */
    default boolean writesNull() {
        return false;
    }

    /** The same codec, without what stands for it while a recursive type is being compiled. */
    default Codec resolved() {
        return this;
    }
}
