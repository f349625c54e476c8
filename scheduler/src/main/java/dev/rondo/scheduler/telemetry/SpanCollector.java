package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.metadata.telemetry.TelemetryRow;
import dev.rondo.scheduler.dispatch.TraceIds;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** A collector of spans, told by OTLP: protocol buffers over HTTP. */
final class SpanCollector implements Collector {

    private static final int BATCH = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // What it would say of each failure is said by the sender, once. Kept, or the level would be forgotten with it.
    private static final java.util.logging.Logger SILENCED =
            java.util.logging.Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");

    private final String place;
    private final SpanExporter exporter;
    private final RunSpans spans;

    SpanCollector(TraceSettings settings, TraceIds ids, String version) {
        SILENCED.setLevel(Level.OFF);
        this.place = withoutSlash(settings.endpoint().toString()) + "/v1/traces";
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(place)
                .setTimeout(PATIENCE)
                .setConnectTimeout(PATIENCE)
                .setCompression("gzip")
                .setRetryPolicy(null) // the sender repeats, and others may meanwhile
                .setMeterProvider(MeterProvider::noop);
        settings.headers().forEach(builder::addHeader);
        this.exporter = builder.build();
        this.spans = new RunSpans(
                ids,
                Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        settings.service(),
                        AttributeKey.stringKey("service.version"),
                        version)),
                version);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public Receiver receiver() {
        return Receiver.TRACES;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Answer send(List<TelemetryRow> rows) {
        List<SpanData> made = rows.stream().map(spans::of).toList();
        CompletableResultCode result = exporter.export(made);
        result.join(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return result.isSuccess() ? new Answer.Taken() : why(result.getFailureThrowable());
    }

    private static Answer why(@Nullable Throwable failure) {
        if (failure instanceof HttpExportException http && http.getResponse() != null) {
            return Answer.ofStatus(http.getResponse().getStatusCode());
        }
        Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        return new Answer.Away(cause == null ? "no answer in time" : cause.toString());
    }

    @Override
    public void close() {
        var _ = exporter.shutdown();
    }
}
