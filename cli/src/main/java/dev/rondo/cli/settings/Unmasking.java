package dev.rondo.cli.settings;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes what is masked out of connections that are new where they are imported: nothing is behind the mask there. */
final class Unmasking {

    private static final JsonString MASK = new JsonString(SettingGroup.MASK);

    private int leftOut;

    /** How many masks were taken out. */
    int leftOut() {
        return leftOut;
    }

    /** The connection without its masks, also those within its extra. */
    JsonObject without(JsonObject connection) {
        JsonObject rest = members(connection);
        String extra = rest.findString("extra").orElse("");
        if (!extra.contains(SettingGroup.MASK)) {
            return rest;
        }
        try {
            return JsonObject.builder()
                    .putAll(rest)
                    .put("extra", of(JsonValue.parse(extra)).toJson())
                    .build();
        } catch (JsonException e) {
            return rest; // the server says what is wrong with it
        }
    }

    private JsonValue of(JsonValue value) {
        return switch (value) {
            case JsonObject object -> members(object);
            case JsonArray array ->
                JsonArray.of(array.elements().stream().map(this::of).toList());
            default -> value;
        };
    }

    private JsonObject members(JsonObject object) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            if (value.equals(MASK)) {
                leftOut++;
            } else {
                members.put(name, of(value));
            }
        });
        return JsonObject.of(members);
    }
}
