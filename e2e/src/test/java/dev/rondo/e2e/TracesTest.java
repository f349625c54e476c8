package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a collector and a server of lineage hear of a run on real processes, while the collector hangs. */
class TracesTest {

    private static final TestCollector COLLECTOR = new TestCollector();

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of(
            "RONDO_OTEL_ENDPOINT", COLLECTOR.url(),
            "RONDO_OTEL_HEADERS", "x-key=open-sesame",
            "RONDO_OPENLINEAGE_URL", COLLECTOR.url(),
            "RONDO_OPENLINEAGE_API_KEY", "open-sesame",
            "RONDO_OPENLINEAGE_NAMESPACE", "shop"));

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "traced.jar",
                        DagJar.of(Distribution.built()).dag("Traced", """
                import dev.rondo.operators.standard.BashOperator;
                public final class Traced implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("traced");
                        var body = dag.task("body").call(ctx -> ctx.traceparent().orElse("none"));
                        var program = dag.task("program").use(BashOperator.of("echo ${TRACEPARENT:-none}"));
                        var secrets = dag.task("secrets").use(BashOperator.of("env | grep -c open-sesame || true"));
                        body.then(program).then(secrets);
                        return dag;
                    }
                }
                """).bytes());
    }

    @AfterAll
    static void stop() {
        COLLECTOR.close();
    }

    @Test
    void a_run_ends_while_the_collector_hangs_and_its_spans_are_those_that_bodies_and_programs_were_told() {
        Run run = RONDO.dags().run("traced");

        assertThat(run.awaitEnd()).isEqualTo("success"); // with the collector hanging from the first span on
        String[] body = run.result("body").textValue().split("-");
        String[] program = run.result("program").textValue().split("-");
        COLLECTOR.takeSpans();

        assertThat(body).hasSize(4);
        assertThat(program[1]).as("one trace").isEqualTo(body[1]);
        assertThat(program[2]).as("a span each").isNotEqualTo(body[2]);
        Await.until("both spans arrive", () -> COLLECTOR.has(body[2]) && COLLECTOR.has(program[2]));
        assertThat(COLLECTOR.has(body[1])).isTrue();
        Await.until(
                "the end of the run is told", () -> COLLECTOR.jobs("COMPLETE").contains("traced"));
        assertThat(COLLECTOR.jobs("START"))
                .containsExactly("traced", "traced.body", "traced.program", "traced.secrets");
        assertThat(COLLECTOR.jobs("COMPLETE"))
                .containsExactly("traced", "traced.body", "traced.program", "traced.secrets");
        assertThat(run.result("secrets").asText())
                .as("what signs the server in is not for tasks")
                .isEqualTo("0");
    }
}
