package dev.rondo.core.dagrun;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonException;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.spec.DagSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the conf of a run before it is made: its keys and their kinds, as the schema of the params says. What only
 * the record itself can judge (its compact constructor) is judged where user code may run: in the task.
 */
public final class ConfCheck {

    private ConfCheck() {}

    /** What is wrong; empty: nothing. A DAG without params takes any object. */
    public static List<String> problems(DagSpec.@Nullable ParamsSpec params, String conf) {
        JsonValue value;
        try {
            value = JsonValue.parse(conf);
        } catch (JsonException e) {
            return List.of("the conf is not JSON: " + e.getMessage());
        }
        if (!(value instanceof JsonObject given)) {
            return List.of("the conf must be a JSON object, was " + value.kind());
        }
        if (params == null
                || !(JsonValue.parse(params.jsonSchema()) instanceof JsonObject schema)
                || !(schema.get("properties") instanceof JsonObject properties)) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonValue> entry : given.members().entrySet()) {
            JsonValue property = properties.get(entry.getKey());
            if (property == null) {
                problems.add("conf: there is no param '" + entry.getKey() + "'; the params are "
                        + properties.members().keySet());
            } else if (property instanceof JsonObject said && !fits(entry.getValue(), said.get("type"))) {
                problems.add("conf: param '" + entry.getKey() + "' must be "
                        + said.require("type").toJson() + ", was "
                        + entry.getValue().toJson());
            }
        }
        return problems;
    }

    private static boolean fits(JsonValue value, @Nullable JsonValue type) {
        return switch (type) {
            case null -> true;
            case JsonString name -> isA(value, name.value());
            case JsonArray any -> any.elements().stream().anyMatch(t -> fits(value, t));
            default -> true;
        };
    }

    private static boolean isA(JsonValue value, String type) {
        return switch (type) {
            case "string" -> value instanceof JsonString;
            case "boolean" -> value instanceof JsonBoolean;
            case "number" -> value instanceof JsonNumber;
            case "integer" -> value instanceof JsonNumber n && n.isInteger();
            case "array" -> value instanceof JsonArray;
            case "object" -> value instanceof JsonObject;
            case "null" -> value instanceof JsonNull;
            default -> true;
        };
    }
}
