package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lists, sets and collections, as arrays. What arrives is the receiver's own, so it may be changed: a body that sorts
 * its input works in a unit test and must work on a worker.
 */
final class CollectionCodec implements Codec {

    /** The collection types that may be passed, with what arrives. */
    enum Kind {
        LIST("list", ArrayList.class),
        SET("set", LinkedHashSet.class),
        SORTED_SET("sortedset", TreeSet.class);

        private final String wireName;
        private final Class<?> arrives;

        Kind(String wireName, Class<?> arrives) {
            this.wireName = wireName;
            this.arrives = arrives;
        }

        /** The kind that a declared type takes (a HashSet arrives as its subclass); null when there is none. */
        static @Nullable Kind of(Class<?> type) {
            if (type == Iterable.class || !Iterable.class.isAssignableFrom(type)) {
                return null;
            }
            for (Kind each : values()) {
                if (type.isAssignableFrom(each.arrives)) {
                    return each;
                }
            }
            return null;
        }

        private Collection<@Nullable Object> create(int size) {
            return switch (this) {
                case LIST -> new ArrayList<>(size);
                case SET -> LinkedHashSet.newLinkedHashSet(size);
                case SORTED_SET -> new TreeSet<>();
            };
        }
    }

    private final Kind kind;
    private final Codec element;

    CollectionCodec(Kind kind, Codec element) {
        this.kind = kind;
        this.element = element;
    }

    @Override
    public void encode(Object value, JsonWriter out) {
        if (!(value instanceof Collection<?> collection)) {
            throw XComException.mismatch("expected a " + kind.wireName + ", was a "
                    + value.getClass().getName() + "; an unchecked cast let it in");
        }
        if (kind == Kind.SORTED_SET && ((SortedSet<?>) collection).comparator() != null) {
            throw XComException.unsupported(
                    "a sorted set with a comparator cannot be sent, the comparator would be lost; send a List");
        }
        out.beginArray();
        int index = 0;
        for (Object each : collection) {
            try {
                element.encodeNullable(each, out);
            } catch (XComException e) {
                throw e.inside("[" + index + "]");
            }
            index++;
        }
        out.endArray();
    }

    @Override
    public Object decode(JsonValue json) {
        if (json instanceof JsonObject map && element.resolved() instanceof EntryCodec entry) {
            return entries(map, entry);
        }
        if (!(json instanceof JsonArray array)) {
            throw XComException.mismatch("expected an array, found " + Scalar.shown(json));
        }
        List<JsonValue> elements = array.elements();
        Collection<@Nullable Object> decoded = kind.create(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            try {
                decoded.add(element.decodeNullable(elements.get(i)));
            } catch (XComException e) {
                throw e.inside("[" + i + "]");
            } catch (ClassCastException | NullPointerException e) {
                // Only a sorted set compares its elements.
                throw new XComException(
                                XComException.Code.XCOM_MISMATCH,
                                "this element of a sorted set has no natural order",
                                e)
                        .inside("[" + i + "]");
            }
        }
        return decoded;
    }

    /** A map that is received as its entries. */
    private Object entries(JsonObject map, EntryCodec entry) {
        Collection<@Nullable Object> decoded = kind.create(map.members().size());
        map.members().forEach((name, value) -> decoded.add(entry.decode(name, value)));
        return decoded;
    }

    @Override
    public void describe(SchemaText out) {
        out.add(kind.wireName).add("<");
        element.describe(out);
        out.add(">");
    }

    @Override
    public JsonObject jsonSchema(JsonSchemas schemas) {
        JsonObject.Builder schema = JsonObject.builder().put("type", "array").put("items", element.jsonSchema(schemas));
        return kind == Kind.LIST
                ? schema.build()
                : schema.put("uniqueItems", true).build();
    }
}
