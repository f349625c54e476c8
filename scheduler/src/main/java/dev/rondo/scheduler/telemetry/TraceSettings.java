package dev.rondo.scheduler.telemetry;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where spans are sent, by OTLP over HTTP.
 *
 * @param endpoint of the collector, without {@code /v1/traces}
 * @param headers sent along, such as what it is signed in by; never shown
 * @param service what the spans say they are of
 */
public record TraceSettings(URI endpoint, Map<String, String> headers, String service) {

    private static final String DEFAULT_SERVICE = "rondo";

    public TraceSettings {
        headers = Map.copyOf(headers);
    }

    /**
     * As the environment says; empty when it names no collector.
     *
     * @param headers wherever they are kept; null: none
     * @throws IllegalArgumentException when it names one, but not rightly: what is wrong and how to mend it
     */
    public static Optional<TraceSettings> of(Map<String, String> environment, @Nullable String headers) {
        String endpoint = environment.getOrDefault("RONDO_OTEL_ENDPOINT", "").strip();
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        String service = environment.getOrDefault("RONDO_OTEL_SERVICE", "").strip();
        return Optional.of(new TraceSettings(
                HttpPlace.of("RONDO_OTEL_ENDPOINT", endpoint, "http://collector:4318"),
                headers(headers == null ? "" : headers.strip()),
                service.isEmpty() ? DEFAULT_SERVICE : service));
    }

    /** As OpenTelemetry writes them: {@code name=value,name=value}, values percent-encoded. */
    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String each : text.split(",")) {
            if (each.isBlank()) {
                continue;
            }
            int equals = each.indexOf('=');
            String name = equals < 0 ? "" : each.substring(0, equals).strip();
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                throw new IllegalArgumentException("RONDO_OTEL_HEADERS is not a list of headers; write"
                        + " NAME=VALUE,NAME=VALUE with values percent-encoded");
            }
            headers.put(name, decoded(each.substring(equals + 1).strip()));
        }
        return headers;
    }

    private static String decoded(String value) {
        try {
            // A plus is a plus here.
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "RONDO_OTEL_HEADERS has a value with a percent sign that begins no code; encode it, too", e);
        }
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return endpoint.toString();
    }
}
