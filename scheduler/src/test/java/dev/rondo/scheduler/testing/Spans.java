package dev.rondo.scheduler.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Spans as a collector was sent them. */
public final class Spans {

    private Spans() {}

    /**
     * One of them.
     *
     * @param parent empty: a root
     * @param status such as {@code STATUS_CODE_OK}, and what is said of it
     * @param attributes of the span and, under the names of OpenTelemetry, of its resource
     */
    public record Seen(
            String name,
            String trace,
            String id,
            String parent,
            Instant start,
            Instant end,
            String status,
            Map<String, String> attributes) {}

    /** All that it took, in order. */
    public static List<Seen> of(FakeCollector collector) {
        return collector.posted().stream()
                .filter(posted -> posted.path().equals("/v1/traces"))
                .flatMap(posted -> read(posted.bytes()).getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream())
                        .map(span -> seen(span, resource.getResource().getAttributesList())))
                .toList();
    }

    private static ExportTraceServiceRequest read(byte[] body) {
        try {
            return ExportTraceServiceRequest.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Seen seen(Span span, List<KeyValue> resource) {
        Map<String, String> attributes = new TreeMap<>();
        resource.forEach(each -> attributes.put(each.getKey(), text(each.getValue())));
        span.getAttributesList().forEach(each -> attributes.put(each.getKey(), text(each.getValue())));
        return new Seen(
                span.getName(),
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                moment(span.getStartTimeUnixNano()),
                moment(span.getEndTimeUnixNano()),
                span.getStatus().getCode() + " " + span.getStatus().getMessage(),
                attributes);
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Instant moment(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            default -> throw new AssertionError("no value that is expected here: " + value);
        };
    }
}
