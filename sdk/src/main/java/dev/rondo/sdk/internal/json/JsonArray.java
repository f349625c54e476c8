package dev.rondo.sdk.internal.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON array. */
public final class JsonArray implements JsonValue, Iterable<JsonValue> {

    private final List<JsonValue> elements;

    private JsonArray(List<JsonValue> elements) {
        this.elements = elements;
    }

    /** An array of a copy of these elements. */
    public static JsonArray of(List<? extends JsonValue> elements) {
        return new JsonArray(List.copyOf(elements));
    }

    /** An array of strings. */
    public static JsonArray ofStrings(Iterable<String> texts) {
        List<JsonValue> elements = new ArrayList<>();
        for (String text : texts) {
            elements.add(new JsonString(text));
        }
        return new JsonArray(Collections.unmodifiableList(elements));
    }

    /** Takes the list over without a copy; the caller lets go of it. */
    static JsonArray owning(List<JsonValue> elements) {
        return new JsonArray(Collections.unmodifiableList(elements));
    }

    /** The elements, unmodifiable. */
    public List<JsonValue> elements() {
        return elements;
    }

    /** How many elements there are. */
    public int size() {
        return elements.size();
    }

    /** The element at an index from 0. */
    public JsonValue get(int index) {
        return elements.get(index);
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return elements.iterator();
    }

    @Override
    public String kind() {
        return "array";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonArray array && elements.equals(array.elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
