package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps, as objects; keys are scalars or enums, written as text. What arrives may be changed, as with collections. */
final class MapCodec implements Codec {

    /** The map types that may be passed, with what arrives. */
    enum Kind {
        MAP("map", LinkedHashMap.class),
        SORTED_MAP("sortedmap", TreeMap.class);

        private final String wireName;
        private final Class<?> arrives;

        Kind(String wireName, Class<?> arrives) {
            this.wireName = wireName;
            this.arrives = arrives;
        }

        /** The kind that a declared type takes (a HashMap arrives as its subclass); null when there is none. */
        static @Nullable Kind of(Class<?> type) {
            if (!Map.class.isAssignableFrom(type)) {
                return null;
            }
            for (Kind each : values()) {
                if (type.isAssignableFrom(each.arrives)) {
                    return each;
                }
            }
            return null;
        }

        private Map<Object, @Nullable Object> create(int size) {
            return switch (this) {
                case MAP -> LinkedHashMap.newLinkedHashMap(size);
                case SORTED_MAP -> new TreeMap<>();
            };
        }
    }

    private final Kind kind;
    private final Codec key;
    private final Codec value;

    /** The key's codec is a {@link Scalar} or an {@link EnumCodec}. */
    MapCodec(Kind kind, Codec key, Codec value) {
        this.kind = kind;
        this.key = key;
        this.value = value;
    }

    @Override
    public void encode(Object map, JsonWriter out) {
        if (!(map instanceof Map<?, ?> entries)) {
            throw XComException.mismatch(
                    "expected a map, was a " + map.getClass().getName() + "; an unchecked cast let it in");
        }
        if (kind == Kind.SORTED_MAP && ((SortedMap<?, ?>) entries).comparator() != null) {
            throw XComException.unsupported(
                    "a sorted map with a comparator cannot be sent, the comparator would be lost; send a Map");
        }
        out.beginObject();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            String name = keyText(key, entry.getKey());
            out.name(name);
            try {
                value.encodeNullable(entry.getValue(), out);
            } catch (XComException e) {
                throw e.inside("[\"" + Scalar.shorten(name) + "\"]");
            }
        }
        out.endObject();
    }

    /** The text of a key that has this codec. */
    static String keyText(Codec key, @Nullable Object each) {
        if (each == null) {
            throw XComException.unsupported("a map with a null key cannot be sent");
        }
        return key instanceof EnumCodec names ? names.toText(each) : ((Scalar) key).toText(each);
    }

    /** The key that has this text. */
    static Object keyOf(Codec key, String text) {
        return key instanceof EnumCodec names ? names.fromText(text) : ((Scalar) key).fromText(text);
    }

    @Override
    public Object decode(JsonValue json) {
        if (!(json instanceof JsonObject object)) {
            throw XComException.mismatch("expected an object, found " + Scalar.shown(json));
        }
        Map<Object, @Nullable Object> decoded = kind.create(object.members().size());
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            String name = member.getKey();
            try {
                decoded.put(keyOf(key, name), value.decodeNullable(member.getValue()));
            } catch (XComException e) {
                throw e.inside("[\"" + Scalar.shorten(name) + "\"]");
            }
        }
        return decoded;
    }

    @Override
    public void describe(SchemaText out) {
        out.add(kind.wireName).add("<");
        key.describe(out);
        out.add(",");
        value.describe(out);
        out.add(">");
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        JsonObject.Builder schema = JsonObject.builder().put("type", "object");
        if (key instanceof EnumCodec names) {
            schema.put(
                    "propertyNames",
                    JsonObject.builder()
                            .put("enum", JsonSchemas.strings(names.names()))
                            .build());
        }
        return schema.put("additionalProperties", value.jsonSchema(schemas)).build();
    }
}
