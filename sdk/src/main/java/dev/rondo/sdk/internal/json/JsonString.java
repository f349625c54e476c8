package dev.rondo.sdk.internal.json;

/** A JSON string; any Java string, unpaired surrogates included. */
public record JsonString(String value) implements JsonValue {
    @Override
    public String kind() {
        return "string";
    }

    @Override
    public String toString() {
        return toJson();
    }
}
