package dev.rondo.webserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Airflow's OpenAPI document, reduced to paths and shapes, and what an answer has that does not fit it. It knows the
 * part of JSON Schema that the document uses.
 */
final class Shapes {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;

    private Shapes(JsonNode document) {
        this.document = document;
    }

    static Shapes load() {
        try (InputStream in = Shapes.class.getResourceAsStream("/airflow-v2-shapes.json")) {
            return new Shapes(new JsonMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every operation, as {@code GET /api/v2/dags/{dag_id}}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(method -> path.getValue().has(method))
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** The statuses of an operation that mean success. */
    List<String> successes(String operation) {
        List<String> found = new ArrayList<>();
        responses(operation).fieldNames().forEachRemaining(status -> {
            if (status.startsWith("2")) {
                found.add(status);
            }
        });
        return found;
    }

    /** What does not fit in the answer to an operation; each with its place. Empty: it fits. */
    List<String> misfits(String operation, int status, JsonNode answer) {
        JsonNode response = responses(operation).path(Integer.toString(status));
        JsonNode schema = response.at("/content/application~1json/schema");
        List<String> misfits = new ArrayList<>();
        if (response.isMissingNode()) {
            misfits.add("status " + status + " is none of " + successes(operation));
        } else if (!schema.isMissingNode()) {
            check(schema, answer, "", misfits);
        }
        return misfits;
    }

    private JsonNode responses(String operation) {
        int blank = operation.indexOf(' ');
        return document.path("paths")
                .path(operation.substring(blank + 1))
                .path(operation.substring(0, blank).toLowerCase(Locale.ROOT))
                .path("responses");
    }

    private void check(JsonNode schema, JsonNode value, String place, List<String> misfits) {
        if (schema.has("$ref")) {
            check(document.at(schema.get("$ref").asText().substring(1)), value, place, misfits);
            return;
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.has(choice) && fitting(schema.get(choice), value) == 0) {
                List<String> first = new ArrayList<>();
                check(likeliest(schema.get(choice), value), value, place, first);
                misfits.addAll(first.isEmpty() ? List.of(place + ": fits none of the choices") : first);
                return;
            }
        }
        schema.path("allOf").forEach(part -> check(part, value, place, misfits));
        if (schema.has("const") && !schema.get("const").equals(value)) {
            misfits.add(place + ": " + value + " is not " + schema.get("const"));
        }
        if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
            misfits.add(place + ": " + value + " is none of " + schema.get("enum"));
        }
        String type = schema.path("type").asText("");
        if (!ofType(type, value)) {
            misfits.add(place + ": " + shortened(value) + " is not of type " + type);
            return;
        }
        format(schema, value, place, misfits);
        if (value.isObject()) {
            object(schema, value, place, misfits);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            if (schema.has("items")) {
                check(schema.get("items"), value.get(i), place + "/" + i, misfits);
            }
        }
    }

    private long fitting(JsonNode choices, JsonNode value) {
        return choices.valueStream()
                .filter(choice -> {
                    List<String> tried = new ArrayList<>();
                    check(choice, value, "", tried);
                    return tried.isEmpty();
                })
                .count();
    }

    /** The choice whose misfits tell most: the one of the value's type. */
    private JsonNode likeliest(JsonNode choices, JsonNode value) {
        return choices.valueStream()
                .filter(choice -> !choice.path("type").asText("").equals("null"))
                .filter(choice ->
                        choice.has("$ref") || ofType(choice.path("type").asText(""), value))
                .findFirst()
                .orElse(choices.get(0));
    }

    private void object(JsonNode schema, JsonNode value, String place, List<String> misfits) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                misfits.add(place + "/" + name.asText() + ": is missing");
            }
        });
        value.properties().forEach(field -> {
            JsonNode property = schema.path("properties").path(field.getKey());
            if (!property.isMissingNode()) {
                check(property, field.getValue(), place + "/" + field.getKey(), misfits);
            } else if (schema.path("additionalProperties").isObject()) {
                check(schema.get("additionalProperties"), field.getValue(), place + "/" + field.getKey(), misfits);
            }
        });
    }

    private static boolean ofType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> true;
        };
    }

    private static void format(JsonNode schema, JsonNode value, String place, List<String> misfits) {
        String format = schema.path("format").asText("");
        if (format.equals("uuid") && !UUID.matcher(value.asText()).matches()) {
            misfits.add(place + ": " + value + " is not a UUID");
        }
        if (format.equals("date-time")) {
            try {
                OffsetDateTime.parse(value.asText());
            } catch (DateTimeException e) {
                misfits.add(place + ": " + value + " is not a moment");
            }
        }
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
