package dev.rondo.scheduler.telemetry;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where lineage is told, as OpenLineage says.
 *
 * @param url that events are posted to
 * @param apiKey sent as a bearer token; null: none. Never shown
 * @param namespace of the jobs that DAGs and tasks are
 */
public record LineageSettings(URI url, @Nullable String apiKey, String namespace) {

    private static final String DEFAULT_NAMESPACE = "default";

    // What the clients of OpenLineage put behind an address.
    private static final String DEFAULT_PATH = "/api/v1/lineage";

    /**
     * As the environment says; empty when it names no server, or that it is not to be told.
     *
     * @param apiKey wherever it is kept; null: none
     * @throws IllegalArgumentException when it names one, but not rightly: what is wrong and how to mend it
     */
    public static Optional<LineageSettings> of(Map<String, String> environment, @Nullable String apiKey) {
        String url = environment.getOrDefault("RONDO_OPENLINEAGE_URL", "").strip();
        if (isDisabled(environment) || url.isEmpty()) {
            return Optional.empty();
        }
        String namespace =
                environment.getOrDefault("RONDO_OPENLINEAGE_NAMESPACE", "").strip();
        URI place = HttpPlace.of("RONDO_OPENLINEAGE_URL", url, "http://marquez:5000");
        String path = place.getPath();
        return Optional.of(new LineageSettings(
                path == null || path.isEmpty() || path.equals("/") ? place.resolve(DEFAULT_PATH) : place,
                apiKey == null || apiKey.isBlank() ? null : apiKey.strip(),
                namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace));
    }

    private static boolean isDisabled(Map<String, String> environment) {
        String said = environment.getOrDefault("RONDO_OPENLINEAGE_DISABLED", "").strip();
        return switch (said.toLowerCase(Locale.ROOT)) {
            case "", "false" -> false;
            case "true" -> true;
            default ->
                throw new IllegalArgumentException(
                        "RONDO_OPENLINEAGE_DISABLED is '" + said + "'; write true to tell nobody, or false");
        };
    }

    /** Without the key. */
    @Override
    public String toString() {
        return url + " (" + namespace + ")";
    }
}
