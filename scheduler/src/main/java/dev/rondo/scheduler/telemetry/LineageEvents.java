package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.telemetry.Moment;
import dev.rondo.metadata.telemetry.TelemetryRow;
import dev.rondo.sdk.Asset;
import dev.rondo.sdk.AssetRef;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes events of OpenLineage of what runs and tries did. A DAG is a job, and so is each of its tasks, with the run of
 * the DAG as parent; assets are datasets.
 */
final class LineageEvents {

    // It names the program; nothing has to be there.
    private static final String PRODUCER = "https://rondo.dev/";

    private static final String SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

    private static final String FACETS = "https://openlineage.io/spec/facets/";

    // What ended by somebody or something else than itself.
    private static final Set<String> ABORTED = Set.of("marked", "cleared", "run_timeout", "fail_fast");

    private final String namespace;
    private final String version;
    private final LineageIds ids;

    LineageEvents(String namespace, String version) {
        this.namespace = namespace;
        this.version = version;
        this.ids = new LineageIds(namespace);
    }

    /** The event, with the datasets that the version of the DAG names. */
    JsonObject of(TelemetryRow row, Optional<DagSpec> dag) {
        Optional<TaskSpec> task = dag.stream()
                .flatMap(spec -> spec.tasks().stream())
                .filter(each -> each.taskId().equals(row.taskId()))
                .findFirst();
        return JsonObject.builder()
                .put("eventType", type(row))
                .put("eventTime", time(row).toString())
                .put("run", run(row))
                .put("job", job(row))
                .put("inputs", datasets(task.map(TaskSpec::inlets).orElse(List.of())))
                .put("outputs", datasets(task.map(TaskSpec::outlets).orElse(List.of())))
                .put("producer", PRODUCER)
                .put("schemaURL", SPEC)
                .build();
    }

    private static String type(TelemetryRow row) {
        return switch (row.moment()) {
            case START -> "START";
            case END -> {
                String reason = row.reason();
                if (row.state().equals("success")) {
                    yield "COMPLETE";
                } else if (reason != null && ABORTED.contains(reason)) {
                    yield "ABORT";
                } else {
                    yield switch (row.state()) {
                        case "skipped" -> "COMPLETE"; // by its own wish: it began
                        case "failed", "up_for_retry" -> "FAIL";
                        default -> "ABORT";
                    };
                }
            }
        };
    }

    private static Instant time(TelemetryRow row) {
        return row.moment() == Moment.START ? row.start() : Objects.requireNonNull(row.end(), "it is over");
    }

    private JsonObject run(TelemetryRow row) {
        JsonObject.Builder facets = JsonObject.builder();
        TelemetryRow.Run run = row.run();
        if (row.taskId() != null) {
            facets.put(
                    "parent",
                    facet("1-1-0/ParentRunFacet.json#/$defs/ParentRunFacet")
                            .put("run", id(ids.ofRun(row)))
                            .put("job", name(run.dagId()))
                            .build());
        }
        Instant nominal = run.dataIntervalStart() == null ? run.logicalDate() : run.dataIntervalStart();
        if (nominal != null) {
            JsonObject.Builder time = facet("1-0-1/NominalTimeRunFacet.json#/$defs/NominalTimeRunFacet")
                    .put("nominalStartTime", nominal.toString());
            if (run.dataIntervalEnd() != null) {
                time.put("nominalEndTime", run.dataIntervalEnd().toString());
            }
            facets.put("nominalTime", time.build());
        }
        facets.put(
                "processing_engine",
                facet("1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet")
                        .put("name", "Rondo")
                        .put("version", version)
                        .build());
        facets.put("rondo", own(row));
        return JsonObject.builder()
                .put("runId", ids.of(row).toString())
                .put("facets", facets.build())
                .build();
    }

    /** What no facet of OpenLineage is for. */
    private static JsonObject own(TelemetryRow row) {
        JsonObject.Builder own = facet("2-0-2/OpenLineage.json#/$defs/RunFacet", "https://openlineage.io/spec/")
                .put("dagId", row.run().dagId())
                .put("runId", row.run().runId())
                .put("state", row.state());
        if (row.reason() != null) {
            own.put("reason", row.reason());
        }
        if (row.taskId() != null) {
            own.put("taskId", row.taskId()).put("mapIndex", row.mapIndex()).put("tryNumber", row.tryNumber());
        }
        return own.build();
    }

    private JsonObject job(TelemetryRow row) {
        boolean isDag = row.taskId() == null;
        return JsonObject.builder()
                .putAll(name(isDag ? row.run().dagId() : row.run().dagId() + "." + row.taskId()))
                .put(
                        "facets",
                        JsonObject.builder()
                                .put(
                                        "jobType",
                                        facet("2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet")
                                                .put("processingType", "BATCH")
                                                .put("integration", "RONDO")
                                                .put("jobType", isDag ? "DAG" : "TASK")
                                                .build())
                                .build())
                .build();
    }

    private JsonObject name(String job) {
        return JsonObject.builder().put("namespace", namespace).put("name", job).build();
    }

    private static JsonObject id(UUID run) {
        return JsonObject.builder().put("runId", run.toString()).build();
    }

    private static JsonObject.Builder facet(String schema) {
        return facet(schema, FACETS);
    }

    private static JsonObject.Builder facet(String schema, String below) {
        return JsonObject.builder().put("_producer", PRODUCER).put("_schemaURL", below + schema);
    }

    /** An alias is no dataset: what is behind it shows when the try succeeds, in the assets' own events. */
    private JsonArray datasets(List<AssetRef> assets) {
        return JsonArray.of(assets.stream()
                .filter(Asset.class::isInstance)
                .map(each -> Dataset.of((Asset) each, namespace))
                .distinct()
                .map(each -> JsonObject.builder()
                        .put("namespace", each.namespace())
                        .put("name", each.name())
                        .build())
                .toList());
    }
}
