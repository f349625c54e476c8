package dev.rondo.sdk.internal.params;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.XComException;
import dev.rondo.sdk.internal.xcom.XComProblem;
import dev.rondo.sdk.internal.xcom.XComType;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The params record of a DAG, where its class is at hand. Immutable and thread-safe. */
public final class ParamsType {

    private final XComType type;
    private final ParamsSchema schema;

    private ParamsType(XComType type, ParamsSchema schema) {
        this.type = type;
        this.schema = schema;
    }

    /** What came of reading a record. */
    public sealed interface Reading {
        /** It can be the params of a DAG. */
        record Usable(ParamsType type) implements Reading {}

        /** It cannot; every reason. */
        record Refused(List<XComProblem> problems) implements Reading {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads a record with its default values. */
    public static Reading read(Record defaults) {
        return switch (XComType.compile(defaults.getClass())) {
            case XComType.Compilation.Refused(List<XComProblem> problems) -> new Reading.Refused(problems);
            case XComType.Compilation.Usable(XComType type) -> {
                JsonObject values = (JsonObject) JsonValue.parse(type.encode(defaults));
                yield new Reading.Usable(
                        new ParamsType(type, new ParamsSchema(withDefaults(type.jsonSchema(), values), values)));
            }
        };
    }

    private static JsonObject withDefaults(JsonObject schema, JsonObject values) {
        if (!(schema.get("properties") instanceof JsonObject properties)) {
            // A record that contains itself is described elsewhere in the schema.
            return schema;
        }
        JsonObject.Builder withDefaults = JsonObject.builder();
        for (Map.Entry<String, JsonValue> property : properties.members().entrySet()) {
            withDefaults.put(
                    property.getKey(),
                    JsonObject.builder()
                            .putAll((JsonObject) property.getValue())
                            .put("default", values.require(property.getKey()))
                            .build());
        }
        return JsonObject.builder()
                .putAll(schema)
                .put("properties", withDefaults.build())
                .build();
    }

    /** Schema and defaults, to be stored. */
    public ParamsSchema schema() {
        return schema;
    }

    /**
     * The params of a run.
     *
     * @throws ParamsException when the conf does not fit, or the record's constructor refuses the values
     */
    public Record instance(JsonObject conf) {
        List<String> problems = schema.problems(conf);
        if (!problems.isEmpty()) {
            throw new ParamsException(problems);
        }
        try {
            return (Record) Objects.requireNonNull(type.decode(schema.merged(conf)));
        } catch (XComException e) {
            throw new ParamsException(List.of(String.valueOf(e.getMessage())), e);
        }
    }
}
