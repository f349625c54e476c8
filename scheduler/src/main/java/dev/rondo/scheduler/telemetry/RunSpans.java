package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.telemetry.TelemetryRow;
import dev.rondo.scheduler.dispatch.TraceIds;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes spans of what runs and tries did: of a run the root of its trace, of each try one below it. */
final class RunSpans {

    private static final AttributeKey<String> DAG_ID = AttributeKey.stringKey("rondo.dag_id");
    private static final AttributeKey<String> RUN_ID = AttributeKey.stringKey("rondo.run_id");
    private static final AttributeKey<String> RUN_TYPE = AttributeKey.stringKey("rondo.run_type");
    private static final AttributeKey<String> LOGICAL_DATE = AttributeKey.stringKey("rondo.logical_date");
    private static final AttributeKey<Long> CLEAR_NUMBER = AttributeKey.longKey("rondo.clear_number");
    private static final AttributeKey<String> TASK_ID = AttributeKey.stringKey("rondo.task_id");
    private static final AttributeKey<Long> MAP_INDEX = AttributeKey.longKey("rondo.map_index");
    private static final AttributeKey<Long> TRY_NUMBER = AttributeKey.longKey("rondo.try_number");
    private static final AttributeKey<Long> LOST_TRIES = AttributeKey.longKey("rondo.lost_tries");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("rondo.state");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("rondo.reason");
    private static final AttributeKey<Double> QUEUED = AttributeKey.doubleKey("rondo.queued_seconds");

    private static final double NANOS = 1e9;

    private final TraceIds ids;
    private final Resource resource;
    private final InstrumentationScopeInfo scope;

    RunSpans(TraceIds ids, Resource resource, String version) {
        this.ids = ids;
        this.resource = resource;
        this.scope = InstrumentationScopeInfo.builder("dev.rondo")
                .setVersion(version)
                .build();
    }

    SpanData of(TelemetryRow row) {
        TelemetryRow.Run run = row.run();
        String trace = ids.trace(run.runNo());
        SpanContext ofRun = context(trace, ids.runSpan(run.runNo(), row.clearNumber()));
        String taskId = row.taskId();
        SpanContext own = taskId == null
                ? ofRun
                : context(trace, ids.trySpan(run.runNo(), taskId, row.mapIndex(), row.tryNumber()));
        return new EndedSpan(
                taskId == null ? run.dagId() : taskId,
                own,
                taskId == null ? SpanContext.getInvalid() : ofRun,
                status(row),
                nanos(row.start()),
                nanos(Objects.requireNonNull(row.end(), "spans are made of what is over")),
                attributes(row),
                scope,
                resource);
    }

    private static SpanContext context(String trace, String span) {
        return SpanContext.create(trace, span, TraceFlags.getSampled(), TraceState.getDefault());
    }

    private static long nanos(Instant moment) {
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), (long) NANOS), moment.getNano());
    }

    private static StatusData status(TelemetryRow row) {
        return switch (row.state()) {
            case "failed", "up_for_retry" -> StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, why(row));
            case "success" -> StatusData.ok();
            default -> StatusData.unset();
        };
    }

    private static String why(TelemetryRow row) {
        String reason = row.reason();
        return reason == null ? row.state() : reason;
    }

    private static Attributes attributes(TelemetryRow row) {
        TelemetryRow.Run run = row.run();
        AttributesBuilder attributes = Attributes.builder()
                .put(DAG_ID, run.dagId())
                .put(RUN_ID, run.runId())
                .put(STATE, row.state())
                .put(REASON, row.reason());
        if (row.taskId() == null) {
            attributes
                    .put(RUN_TYPE, run.runType())
                    .put(LOGICAL_DATE, text(run.logicalDate()))
                    .put(CLEAR_NUMBER, (long) row.clearNumber());
        } else {
            attributes
                    .put(TASK_ID, row.taskId())
                    .put(TRY_NUMBER, (long) row.tryNumber())
                    .put(LOST_TRIES, (long) row.lostTries());
            if (row.mapIndex() >= 0) {
                attributes.put(MAP_INDEX, (long) row.mapIndex());
            }
        }
        Instant queued = row.queuedAt();
        if (queued != null && !queued.isAfter(row.start())) { // of a try that went on it is that of its last look
            attributes.put(QUEUED, Duration.between(queued, row.start()).toNanos() / NANOS);
        }
        return attributes.build();
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
