package dev.rondo.sdk.internal.params;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.xcom.JsonSchemaCheck;
import dev.rondo.sdk.internal.xcom.JsonSchemaCheck.Misfit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The params of a DAG as they are stored, for those who have no user code: the webserver checks a request with it, the
 * scheduler makes a run's params. What the record's constructor would say is only known in the worker.
 *
 * @param schema JSON Schema of the record, with the defaults in it
 * @param defaults the default values
 */
public record ParamsSchema(JsonObject schema, JsonObject defaults) {

    /** From the texts of the stored graph. */
    public static ParamsSchema parse(String schema, String defaults) {
        return new ParamsSchema((JsonObject) JsonValue.parse(schema), (JsonObject) JsonValue.parse(defaults));
    }

    /**
     * The params of a run as templates see them: the defaults with the conf over them, also its keys that are no
     * params. A record within the record is merged, so that a conf need only have what differs; lists and maps are
     * replaced.
     */
    public JsonObject merged(JsonObject conf) {
        return merged(schema, defaults, conf);
    }

    /** The params of a run as the record has them: {@link #merged}, without the keys that are no params. */
    public JsonObject record(JsonObject conf) {
        JsonObject.Builder known = JsonObject.builder();
        conf.members().forEach((name, value) -> {
            if (defaults.get(name) != null) {
                known.put(name, value);
            }
        });
        return merged(known.build());
    }

    private JsonObject merged(@Nullable JsonObject schemaHere, JsonObject below, JsonObject above) {
        JsonObject.Builder merged = JsonObject.builder().putAll(below);
        for (Map.Entry<String, JsonValue> member : above.members().entrySet()) {
            String name = member.getKey();
            JsonObject schemaBelow = schemaHere == null ? null : JsonSchemaCheck.member(schema, schemaHere, name);
            boolean nested = schemaBelow != null
                    && JsonSchemaCheck.isRecord(schemaBelow)
                    && below.get(name) instanceof JsonObject
                    && member.getValue() instanceof JsonObject;
            merged.put(
                    name,
                    nested
                            ? merged(schemaBelow, (JsonObject) below.require(name), (JsonObject) member.getValue())
                            : member.getValue());
        }
        return merged.build();
    }

    /** Everything about a conf that does not fit, each as a sentence; empty: it fits. */
    public List<String> problems(JsonObject conf) {
        return JsonSchemaCheck.misfits(schema, merged(conf)).stream()
                .map(Misfit::toString)
                .toList();
    }
}
