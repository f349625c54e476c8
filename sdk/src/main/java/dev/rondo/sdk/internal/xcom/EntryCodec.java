package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;

/** Entries of maps, as arrays of the key's text and the value: what a task gets that is mapped over a map. */
final class EntryCodec implements Codec {

    private final Codec key;
    private final Codec value;

    /** The key's codec is a {@link Scalar} or an {@link EnumCodec}, as that of a {@link MapCodec}. */
    EntryCodec(Codec key, Codec value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public void encode(Object entry, JsonWriter out) {
        if (!(entry instanceof Map.Entry<?, ?> pair)) {
            throw XComException.mismatch("expected an entry of a map, was a "
                    + entry.getClass().getName() + "; an unchecked cast let it in");
        }
        String name = MapCodec.keyText(key, pair.getKey());
        out.beginArray();
        out.string(name);
        try {
            value.encodeNullable(pair.getValue(), out);
        } catch (XComException e) {
            throw e.inside("[\"" + Scalar.shorten(name) + "\"]");
        }
        out.endArray();
    }

    @Override
    public Object decode(JsonValue json) {
        if (!(json instanceof JsonArray pair)
                || pair.size() != 2
                || !(pair.get(0) instanceof JsonString(String name))) {
            throw XComException.mismatch("expected a pair of key and value, found " + Scalar.shown(json));
        }
        return decode(name, pair.get(1));
    }

    /** The entry of a member of an object. */
    Object decode(String name, JsonValue json) {
        try {
            return new SimpleImmutableEntry<>(MapCodec.keyOf(key, name), value.decodeNullable(json));
        } catch (XComException e) {
            throw e.inside("[\"" + Scalar.shorten(name) + "\"]");
        }
    }

    @Override
    public void describe(SchemaText out) {
        out.add("entry<");
        key.describe(out);
        out.add(",");
        value.describe(out);
        out.add(">");
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        return JsonObject.builder()
                .put("type", "array")
                .put("minItems", 2)
                .put("maxItems", 2)
                .build();
    }
}
