package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Python;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.jar.DagJar;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis, as it comes from PyPI, asks every operation of the OpenAPI document in thousands of right and wrong
 * ways.
 */
class SchemathesisTest {

    private static final int MAX_EXAMPLES = 10;

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @TempDir
    static Path folder;

    @Test
    void nothing_that_is_asked_is_our_mistake_or_is_answered_otherwise_than_the_document_says() throws Exception {
        Schemathesis schemathesis = Schemathesis.in(folder);
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

        // Left out is what ends the session, and what streams without end: also what waits for a run, when its DAG is
        // paused.
        Python.Outcome outcome = schemathesis.ask(
                RONDO.api(),
                RONDO.api().base().resolve("/openapi.json").toString(),
                MAX_EXAMPLES,
                "--exclude-path",
                "/api/v2/events/stream",
                "--exclude-path-regex",
                "/auth/token|/wait$");

        assertThat(outcome.ok()).as(outcome.words()).isTrue();
        assertThat(outcome.words()).containsPattern("[0-9]{4,} generated");
    }
}
