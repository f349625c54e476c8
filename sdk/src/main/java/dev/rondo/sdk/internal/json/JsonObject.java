package dev.rondo.sdk.internal.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object. It keeps the order of its keys, but two objects are equal whatever that order is. */
public final class JsonObject implements JsonValue {

    /** The object without keys. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, JsonValue> members;

    private JsonObject(Map<String, JsonValue> members) {
        this.members = members;
    }

    /** An object of a copy of these members, in their order. */
    public static JsonObject of(Map<String, ? extends JsonValue> members) {
        return owning(new LinkedHashMap<>(members));
    }

    /** Takes the map over without a copy; the caller lets go of it. */
    static JsonObject owning(Map<String, JsonValue> members) {
        return new JsonObject(Collections.unmodifiableMap(members));
    }

    /** Makes an object key by key. */
    public static Builder builder() {
        return new Builder();
    }

    /** The members in their order, unmodifiable. */
    public Map<String, JsonValue> members() {
        return members;
    }

    /** The value of a key; null when there is no such key (a JSON null is {@link JsonNull}). */
    public @Nullable JsonValue get(String key) {
        return members.get(key);
    }

    /** The value of a key as text; empty when it is absent or not a string. */
    public Optional<String> findString(String key) {
        return members.get(key) instanceof JsonString text ? Optional.of(text.value()) : Optional.empty();
    }

    /**
     * The value of a key that must be there.
     *
     * @throws IllegalArgumentException when it is not; the message names the keys there are
     */
    public JsonValue require(String key) {
        JsonValue value = members.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no key '" + key + "' in the JSON object; it has " + members.keySet());
        }
        return value;
    }

    @Override
    public String kind() {
        return "object";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }

    /** Makes a {@link JsonObject}; a later {@code put} of the same key replaces the earlier. Not thread-safe. */
    public static final class Builder {

        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private Builder() {}

        /** Adds any value. */
        public Builder put(String key, JsonValue value) {
            members.put(key, value);
            return this;
        }

        /** Adds a string. */
        public Builder put(String key, String value) {
            return put(key, new JsonString(value));
        }

        /** Adds a whole number. */
        public Builder put(String key, long value) {
            return put(key, JsonNumber.of(value));
        }

        /** Adds a finite number. */
        public Builder put(String key, double value) {
            return put(key, JsonNumber.of(value));
        }

        /** Adds a boolean. */
        public Builder put(String key, boolean value) {
            return put(key, JsonBoolean.of(value));
        }

        /** Adds all members of another object. */
        public Builder putAll(JsonObject other) {
            members.putAll(other.members);
            return this;
        }

        /** The object of what was added so far. */
        public JsonObject build() {
            return JsonObject.of(members);
        }
    }
}
