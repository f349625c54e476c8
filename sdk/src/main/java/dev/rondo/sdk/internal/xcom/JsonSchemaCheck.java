package dev.rondo.sdk.internal.xcom;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON against a schema that {@link XComType#jsonSchema} made, without the classes it was made of: the scheduler
 * and the webserver have none. Knows the keywords that are used there, and no others.
 */
public final class JsonSchemaCheck {

    /**
     * Something that does not fit.
     *
     * @param path where, such as {@code optimizer.rate} or {@code layers[2]}; empty for the whole
     */
    public record Misfit(String path, String problem) {
        @Override
        public String toString() {
            return path.isEmpty() ? problem : path + ": " + problem;
        }
    }

    private final JsonObject root;
    private final List<Misfit> misfits = new ArrayList<>();

    private JsonSchemaCheck(JsonObject root) {
        this.root = root;
    }

    /** Everything that does not fit, in the order of the value; empty when all does. */
    public static List<Misfit> misfits(JsonObject schema, JsonValue value) {
        JsonSchemaCheck check = new JsonSchemaCheck(schema);
        check.check(schema, value, "");
        return List.copyOf(check.misfits);
    }

    /** The schema of an object's member, with references and nullability taken away; null when it is not known. */
    public static @Nullable JsonObject member(JsonObject root, JsonObject schema, String name) {
        JsonSchemaCheck check = new JsonSchemaCheck(root);
        JsonObject resolved = check.resolved(schema);
        return resolved.get("properties") instanceof JsonObject properties
                        && properties.get(name) instanceof JsonObject member
                ? check.resolved(member)
                : null;
    }

    /** Whether the schema is of a record: exactly its properties, no others. */
    public static boolean isRecord(JsonObject schema) {
        return schema.get("additionalProperties") == JsonBoolean.FALSE;
    }

    private JsonObject resolved(JsonObject schema) {
        JsonObject at = schema;
        while (true) {
            if (at.get("$ref") instanceof JsonString(String reference)) {
                String name = reference.substring(reference.lastIndexOf('/') + 1);
                at = (JsonObject) ((JsonObject) root.require("$defs")).require(name);
            } else if (at.get("anyOf") instanceof JsonArray alternatives) {
                at = (JsonObject) alternatives.get(0);
            } else {
                return at;
            }
        }
    }

    private static boolean isNullable(JsonObject schema) {
        return schema.get("anyOf") instanceof JsonArray;
    }

    private void misfit(String path, String problem) {
        misfits.add(new Misfit(path, problem));
    }

    private void check(JsonObject declared, JsonValue value, String path) {
        if (value == JsonNull.NULL
                && (isNullable(declared) || declared.members().isEmpty())) {
            return;
        }
        JsonObject schema = resolved(declared);
        if (schema.get("oneOf") instanceof JsonArray alternatives) {
            alternative(alternatives, value, path);
        } else if (schema.get("enum") instanceof JsonArray constants) {
            constant(constants, value, path);
        } else {
            typed(schema, value, path);
        }
        bounds(declared, value, path);
    }

    private void typed(JsonObject schema, JsonValue value, String path) {
        String type = schema.findString("type").orElse("");
        switch (type) {
            case "" -> {
                // Anything fits.
            }
            case "object" -> {
                if (value instanceof JsonObject object) {
                    object(schema, object, path);
                } else {
                    misfit(path, "expected an object, found " + Scalar.shown(value));
                }
            }
            case "array" -> {
                if (value instanceof JsonArray array) {
                    int index = 0;
                    for (JsonValue each : array) {
                        check((JsonObject) schema.require("items"), each, path + "[" + index++ + "]");
                    }
                } else {
                    misfit(path, "expected an array, found " + Scalar.shown(value));
                }
            }
            default -> scalar(schema, type, value, path);
        }
    }

    private void scalar(JsonObject schema, String type, JsonValue value, String path) {
        Scalar format = Scalar.ofFormat(schema.findString("format").orElse(type));
        boolean fits = switch (type) {
            case "string" -> value instanceof JsonString;
            case "integer", "number" -> value instanceof JsonNumber;
            case "boolean" -> value instanceof JsonBoolean;
            default -> value == JsonNull.NULL;
        };
        if (!fits) {
            misfit(path, "expected " + (format == null ? type : format.wireName()) + ", found " + Scalar.shown(value));
        } else if (format != null) {
            try {
                format.decode(value);
            } catch (XComException e) {
                misfit(path, e.detail());
            }
        }
    }

    private void constant(JsonArray constants, JsonValue value, String path) {
        if (constants.elements().contains(value)) {
            return;
        }
        List<String> names = constants.elements().stream()
                .map(each -> each instanceof JsonString text ? text.value() : each.toJson())
                .toList();
        String hint = value instanceof JsonString text ? Nearest.hint(text.value(), names, "") : "";
        misfit(path, "must be one of " + names + ", was " + Scalar.shown(value) + (hint.isEmpty() ? "" : "; " + hint));
    }

    private void alternative(JsonArray alternatives, JsonValue value, String path) {
        List<String> tags = new ArrayList<>();
        JsonValue tag = value instanceof JsonObject object ? object.get(SealedCodec.TAG) : null;
        for (JsonValue each : alternatives) {
            JsonObject alternative = (JsonObject) each;
            JsonObject properties = (JsonObject) alternative.require("properties");
            JsonValue constant = ((JsonObject) properties.require(SealedCodec.TAG)).require("const");
            if (constant.equals(tag)) {
                check(alternative, value, path);
                return;
            }
            tags.add(((JsonString) constant).value());
        }
        misfit(
                path,
                "must be an object whose \"" + SealedCodec.TAG + "\" is one of " + tags + ", was "
                        + (tag == null ? Scalar.shown(value) : Scalar.shown(tag)));
    }

    private void object(JsonObject schema, JsonObject object, String path) {
        JsonObject properties = schema.get("properties") instanceof JsonObject known ? known : JsonObject.EMPTY;
        JsonValue others = schema.get("additionalProperties");
        JsonObject names = schema.get("propertyNames") instanceof JsonObject checked ? checked : JsonObject.EMPTY;
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            String name = member.getKey();
            String at = path.isEmpty() ? name : path + "." + name;
            if (properties.get(name) instanceof JsonObject property) {
                // A constant is a tag, by which this alternative was chosen.
                check(property, member.getValue(), at);
            } else if (others instanceof JsonObject value) {
                check(names, new JsonString(name), at);
                check(value, member.getValue(), at);
            } else {
                misfit(
                        at,
                        "is unknown; "
                                + Nearest.hint(
                                        name,
                                        properties.members().keySet(),
                                        "there are " + properties.members().keySet()));
            }
        }
        if (schema.get("required") instanceof JsonArray required) {
            for (JsonValue each : required) {
                String name = ((JsonString) each).value();
                if (object.get(name) == null) {
                    misfit(path.isEmpty() ? name : path + "." + name, "is missing");
                }
            }
        }
    }

    private void bounds(JsonObject declared, JsonValue value, String path) {
        if (!(value instanceof JsonNumber number)) {
            return;
        }
        if (declared.get("minimum") instanceof JsonNumber min
                && number.toBigDecimal().compareTo(min.toBigDecimal()) < 0) {
            misfit(path, "must be " + min + " or more, was " + number);
        }
        if (declared.get("maximum") instanceof JsonNumber max
                && number.toBigDecimal().compareTo(max.toBigDecimal()) > 0) {
            misfit(path, "must be " + max + " or less, was " + number);
        }
    }
}
