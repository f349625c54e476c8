package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shortest way through everything. */
class StandaloneTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @Test
    void a_jar_that_is_dropped_runs_from_its_trigger_to_the_last_log_line() {
        RONDO.home()
                .drop(
                        "hello.jar",
                        DagJar.of(Distribution.built()).dag("Hello", """
                public final class Hello implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("hello");
                        var greeting = dag.task("greet").call(() -> "hello");
                        dag.task("say", greeting).run((ctx, g) -> System.out.println(g + " world, last line"));
                        return dag;
                    }
                }
                """).bytes());

        Run run = RONDO.dags().run("hello");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.result("greet").asText()).isEqualTo("hello");
        assertThat(run.awaitLog("say", 1, "last line")).contains("info stdout hello world, last line");
    }
}
