package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Python;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.jar.DagJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis, as it comes from PyPI, asks every operation of the OpenAPI document in thousands of right and wrong
 * ways.
 */
class SchemathesisTest {

    // The newest that was tried: another one asks for other things.
    private static final String SCHEMATHESIS = "schemathesis==4.32.5";

    private static final long MINUTES = 10;

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @TempDir
    static Path folder;

    @Test
    void nothing_that_is_asked_is_our_mistake_or_is_answered_otherwise_than_the_document_says() throws Exception {
        Python python = Python.with(folder, SCHEMATHESIS);
        RONDO.home()
                .drop(
                        "asked.jar",
                        DagJar.of(Distribution.built()).dag("Asked", """
                public final class Asked implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("asked").tags("lesson");
                        dag.task("read").call(() -> "a value");
                        return dag;
                    }
                }
                """).bytes());
        assertThat(RONDO.dags().run("asked").awaitEnd(Duration.ofMinutes(2))).isEqualTo("success");
        // In a file, so that the token is on no command line. Left out is what ends the session, and what streams
        // without end: also what waits for a run, when its DAG is paused.
        Path _ = Files.writeString(
                folder.resolve("schemathesis.toml"), """
                [headers]
                Authorization = "Bearer %s"
                """.formatted(RONDO.api().token()));

        Python.Outcome outcome = python.run(
                MINUTES,
                Map.of(),
                "schemathesis",
                "run",
                RONDO.api().base().resolve("/openapi.json").toString(),
                "--url",
                RONDO.api().base().toString(),
                "--checks",
                "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance",
                "--exclude-path",
                "/api/v2/events/stream",
                "--exclude-path-regex",
                "/auth/token|/wait$",
                "--phases",
                "coverage,fuzzing",
                "--max-examples",
                "10",
                "--seed",
                "1",
                "--generation-database",
                "none",
                "--continue-on-failure",
                "--no-color");

        assertThat(outcome.ok()).as(outcome.words()).isTrue();
        assertThat(outcome.words()).containsPattern("[0-9]{4,} generated");
    }
}
