package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Builds JSON Schema (draft 2020-12); types that contain themselves go to {@code $defs}. */
final class JsonSchemas {

    private final IdentityHashMap<Codec, String> open = new IdentityHashMap<>();
    private final IdentityHashMap<Codec, String> recursive = new IdentityHashMap<>();
    private final JsonObject.Builder definitions = JsonObject.builder();
    private int names;

    /** The schema of a whole type. */
    static JsonObject of(Codec codec) {
        JsonSchemas schemas = new JsonSchemas();
        JsonObject schema = codec.jsonSchema(schemas);
        JsonObject definitions = schemas.definitions.build();
        return definitions.members().isEmpty()
                ? schema
                : JsonObject.builder().putAll(schema).put("$defs", definitions).build();
    }

    static JsonObject type(String name) {
        return JsonObject.builder().put("type", name).build();
    }

    /** {@code 1}, not {@code 1.0}: a form shows it. */
    static JsonNumber number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? JsonNumber.of((long) value) : JsonNumber.of(value);
    }

    static JsonObject formatted(String type, String format) {
        return JsonObject.builder().put("type", type).put("format", format).build();
    }

    /** The same schema, which null fits too. */
    static JsonObject nullable(JsonObject schema) {
        return JsonObject.builder()
                .put("anyOf", JsonArray.of(List.of(schema, type("null"))))
                .build();
    }

    static JsonArray strings(List<String> texts) {
        return JsonArray.of(texts.stream().map(JsonString::new).collect(Collectors.toList()));
    }

    /** Describes a type that may contain itself; {@code name} is for people. */
    JsonObject define(Codec codec, String name, Supplier<JsonObject> body) {
        String reference = open.get(codec);
        if (reference != null) {
            recursive.put(codec, reference);
            return reference(reference);
        }
        String unique = recursive.containsValue(name) || open.containsValue(name) ? name + "_" + ++names : name;
        open.put(codec, unique);
        JsonObject schema = body.get();
        open.remove(codec);
        if (!recursive.containsKey(codec)) {
            return schema;
        }
        definitions.put(unique, schema);
        return reference(unique);
    }

    private static JsonObject reference(String name) {
        return JsonObject.builder().put("$ref", "#/$defs/" + name).build();
    }
}
