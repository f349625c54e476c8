package dev.rondo.core.dagrun;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.sdk.internal.template.TemplateLookups;
import dev.rondo.sdk.internal.template.TemplateRun;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables, connections and params of the recorded templates, and the runs they are rendered in. */
record RecordedSetup(JsonNode json) implements TemplateLookups {

    private static final String INTERVAL_START = "data_interval_start";

    private static final String INTERVAL_END = "data_interval_end";

    TemplateRun run(RecordedCase recorded) {
        JsonNode run = recorded.get("run");
        JsonObject conf = run.path("conf").isObject() ? object(run.path("conf")) : JsonObject.EMPTY;
        return new TemplateRun(
                recorded.text("dag_id"),
                recorded.text("task_id"),
                run.required("run_id").asText(),
                run.required("run_type").asText(),
                RecordedTime.instant(run.required("logical_date")),
                RecordedTime.instant(run.required(INTERVAL_START)),
                RecordedTime.instant(run.required(INTERVAL_END)),
                RecordedTime.requireInstant(run.required("run_after")),
                ZoneId.of("UTC"),
                params(conf),
                conf,
                previousSuccess(recorded.get("earlier_runs")),
                1,
                1,
                -1);
    }

    /** The record describes the one param that has a schema in words; its default is 3. */
    private JsonObject params(JsonObject conf) {
        return JsonObject.builder()
                .putAll(object(json.required("dag_params")))
                .put("n", JsonNumber.of(3))
                .putAll(conf)
                .build();
    }

    private static TemplateRun.@Nullable Interval previousSuccess(JsonNode earlier) {
        return earlier.valueStream()
                .filter(each -> each.required("state").asText().equals("success"))
                .map(each -> new TemplateRun.Interval(
                        RecordedTime.instant(each.required(INTERVAL_START)),
                        RecordedTime.instant(each.required(INTERVAL_END))))
                .max(Comparator.comparing(each -> Objects.requireNonNull(each.start())))
                .orElse(null);
    }

    @Override
    public Optional<String> variable(String key) {
        return Optional.ofNullable(text(json.required("variables"), key));
    }

    @Override
    public Optional<Connection> connection(String id) {
        JsonNode fields = json.required("connections").path(id);
        if (!fields.isObject()) {
            return Optional.empty();
        }
        return Optional.of(new Connection(
                id,
                fields.required("conn_type").asText(),
                text(fields, "host"),
                text(fields, "login"),
                text(fields, "password"),
                fields.path("port").isNumber() ? fields.path("port").intValue() : null,
                text(fields, "schema"),
                fields.required("extra").toString()));
    }

    @Override
    public Optional<JsonValue> xcom(String taskId, String key, @Nullable Integer mapIndex) {
        return Optional.empty();
    }

    private static @Nullable String text(JsonNode fields, String field) {
        return fields.path(field).isTextual() ? fields.path(field).asText() : null;
    }

    private static JsonObject object(JsonNode json) {
        return (JsonObject) JsonValue.parse(json.toString());
    }
}
