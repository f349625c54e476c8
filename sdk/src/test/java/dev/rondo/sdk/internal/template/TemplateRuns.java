package dev.rondo.sdk.internal.template;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs for tests. */
final class TemplateRuns {

    private TemplateRuns() {}

    /** A run without a logical date, with further names. */
    static TemplateScope undated(Map<String, TemplateValue> more) {
        return new TemplateVariables(run(null, "UTC"), TemplateLookups.NONE).with(more);
    }

    /** A daily run of DAG {@code train}, task {@code prepare.load}, third try. */
    static TemplateRun run(@Nullable String logicalDate, String zone) {
        Instant date = logicalDate == null ? null : Instant.parse(logicalDate);
        return new TemplateRun(
                "train",
                "prepare.load",
                "scheduled__2026-03-01",
                "scheduled",
                date,
                date,
                date == null ? null : date.plusSeconds(86_400),
                Instant.parse("2026-03-02T00:00:00Z"),
                ZoneId.of(zone),
                (JsonObject) JsonValue.parse("{\"epochs\": 10}"),
                JsonObject.EMPTY,
                null,
                3,
                4,
                -1);
    }
}
