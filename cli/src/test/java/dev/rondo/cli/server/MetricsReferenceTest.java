package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.metrics.Metric;
import dev.rondo.scheduler.metrics.RunMeters;
import dev.rondo.webserver.metrics.TableMeters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of metrics lists those that there are, and says of them what the code says. */
class MetricsReferenceTest {

    private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");

    @Test
    void the_tables_are_those_of_the_code() throws IOException {
        assertThat(Files.readAllLines(REFERENCE).stream()
                        .filter(line -> line.startsWith("| `airflow_") || line.startsWith("| `rondo_")))
                .containsExactlyElementsOf(Stream.concat(RunMeters.ALL.stream(), TableMeters.ALL.stream())
                        .map(MetricsReferenceTest::line)
                        .toList());
    }

    private static String line(Metric metric) {
        return "| `" + metric.shownName() + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + " | "
                + String.join(", ", metric.labels()) + " | " + metric.unit() + " | "
                + (metric.airflow().isEmpty() ? "–" : "`" + metric.airflow() + "`") + " | " + metric.description()
                + " |";
    }
}
