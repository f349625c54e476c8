package dev.rondo.scheduler.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetrySettingsTest {

    @Test
    void nobody_is_told_unless_somebody_is_named() {
        assertThat(TraceSettings.of(Map.of("RONDO_OTEL_SERVICE", "a"), "x=y")).isEmpty();
        assertThat(LineageSettings.of(Map.of("RONDO_OPENLINEAGE_NAMESPACE", "a"), "key"))
                .isEmpty();
        assertThat(TelemetrySettings.NONE.receivers()).isEmpty();
    }

    @Test
    void a_collector_has_headers_and_a_name_for_the_service() {
        TraceSettings settings = TraceSettings.of(
                        Map.of("RONDO_OTEL_ENDPOINT", " https://otlp.example.com/otlp ", "RONDO_OTEL_SERVICE", "shop"),
                        "Authorization=Bearer%20a%2Cb, x-scope = 1+1 ,")
                .orElseThrow();

        assertThat(settings)
                .isEqualTo(new TraceSettings(
                        URI.create("https://otlp.example.com/otlp"),
                        Map.of("Authorization", "Bearer a,b", "x-scope", "1+1"),
                        "shop"));
        assertThat(settings.toString()).doesNotContain("Bearer");
        assertThat(TraceSettings.of(Map.of("RONDO_OTEL_ENDPOINT", "http://c:4318"), null)
                        .orElseThrow())
                .isEqualTo(new TraceSettings(URI.create("http://c:4318"), Map.of(), "rondo"));
    }

    @Test
    void a_server_of_lineage_has_a_key_and_the_usual_path_where_none_is_said() {
        LineageSettings settings = LineageSettings.of(
                        Map.of(
                                "RONDO_OPENLINEAGE_URL", "http://marquez:5000/",
                                "RONDO_OPENLINEAGE_NAMESPACE", "prod",
                                "RONDO_OPENLINEAGE_DISABLED", "False"),
                        " key\n")
                .orElseThrow();

        assertThat(settings)
                .isEqualTo(new LineageSettings(URI.create("http://marquez:5000/api/v1/lineage"), "key", "prod"));
        assertThat(settings.toString()).doesNotContain("key");
        assertThat(LineageSettings.of(Map.of("RONDO_OPENLINEAGE_URL", "http://hub/openapi/lineage"), null)
                        .orElseThrow())
                .isEqualTo(new LineageSettings(URI.create("http://hub/openapi/lineage"), null, "default"));
    }

    @Test
    void lineage_can_be_switched_off() {
        assertThat(LineageSettings.of(
                        Map.of("RONDO_OPENLINEAGE_URL", "http://m", "RONDO_OPENLINEAGE_DISABLED", "TRUE"), null))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineageSettings.of(Map.of("RONDO_OPENLINEAGE_DISABLED", "yes"), null))
                .withMessage("RONDO_OPENLINEAGE_DISABLED is 'yes'; write true to tell nobody, or false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector:4318",
                "grpc://collector:4317",
                "http://",
                "http://ann:open-sesame@collector:4318",
                "http://collector?open-sesame",
                "http://collec tor/open-sesame"
            })
    void what_is_no_address_is_said_without_repeating_it(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TraceSettings.of(Map.of("RONDO_OTEL_ENDPOINT", text), null))
                .withMessageStartingWith("RONDO_OTEL_ENDPOINT is no address of a server; write http:// or https://")
                .withMessageNotContaining("open-sesame");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineageSettings.of(Map.of("RONDO_OPENLINEAGE_URL", text), null))
                .withMessageStartingWith("RONDO_OPENLINEAGE_URL is no address of a server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer open-sesame", "=open-sesame", "a b=open-sesame", "a=open-sesame%"})
    void headers_that_are_none_are_said_without_repeating_them(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TraceSettings.of(Map.of("RONDO_OTEL_ENDPOINT", "http://c"), text))
                .withMessageStartingWith("RONDO_OTEL_HEADERS")
                .withMessageNotContaining("open-sesame");
    }
}
