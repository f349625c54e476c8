package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code /metrics}, as a scraper reads it. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {

    private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]*";

    private static final String SAMPLE = NAME + "(\\{" + NAME + "=\"[^\"]*\"(," + NAME + "=\"[^\"]*\")*})?"
            + " ([-+]?[0-9.]+(E-?[0-9]+)?|[-+]Inf|NaN)";

    private TestWebserver web;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        SampleWorld.fill(web);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    @Test
    void who_has_another_token_or_none_is_refused() throws Exception {
        assertThat(web.send("GET", "/metrics", null, null, Map.of()).status()).isEqualTo(401);
        assertThat(web.send("GET", "/metrics", "nonsense", null, Map.of()).status())
                .isEqualTo(401);
        assertThat(web.send("GET", "/metrics", web.token("admin"), null, Map.of())
                        .status())
                .as("a user's token is for the API")
                .isEqualTo(401);
    }

    @Test
    void the_token_of_metrics_opens_nothing_else() throws Exception {
        assertThat(web.send("GET", "/api/v2/dags", TestWebserver.METRICS_TOKEN, null, Map.of())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void every_line_is_in_the_text_form_and_the_gauges_are_those_of_the_tables() throws Exception {
        TestWebserver.Answer answer = web.send("GET", "/metrics", TestWebserver.METRICS_TOKEN, null, Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(answer.response().body().lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.matches(SAMPLE));
        assertThat(answer.response().body().lines().filter(line -> line.startsWith("#")))
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("# (HELP|TYPE) " + NAME + " .+"));
        assertThat(answer.response().body())
                .contains("airflow_pool_open_slots{pool_name=\"default_pool\"} ")
                .contains("airflow_dagbag_size ")
                .contains("airflow_dag_processing_import_errors ")
                .contains("rondo_heartbeat_age_seconds{component=\"scheduler\"} ")
                .contains("rondo_database_up 1.0");
    }
}
