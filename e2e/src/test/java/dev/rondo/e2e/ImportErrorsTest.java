package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.jar.DagJar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where people see that a file could not be read: the terminal of standalone, the API, and the commands. */
class ImportErrorsTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of("RONDO_DEFAULT_ARGS_RETRIES", "3"));

    private static byte[] jar(String className, String source) {
        return DagJar.of(Distribution.built()).dag(className, source).bytes();
    }

    private static String command(int exitCode, String... words) {
        RondoProcess command = RondoProcess.start(
                String.join("-", words), Distribution.built(), RONDO.home(), Map.of(), List.of(words));
        assertThat(command.awaitExit()).as(command.output()).isEqualTo(exitCode);
        return command.output();
    }

    private static JsonNode importError(String fileName) {
        JsonNode errors = Await.until(
                "an import error of " + fileName,
                () -> RONDO.api().get("/importErrors?filename_pattern=" + fileName),
                found -> found.path("total_entries").asInt() == 1);
        return errors.path("import_errors").path(0);
    }

    @Test
    void a_version_that_fails_is_named_by_the_api_the_commands_and_why() {
        RONDO.home().drop("breaks.jar", jar("Breaks", """
                public final class Breaks implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("breaks");
                        dag.task("only").run(() -> {});
                        return dag;
                    }
                }
                """));
        RONDO.process().awaitOutput("new DAG breaks (paused): rondo dags unpause breaks");

        RONDO.home().drop("breaks.jar", jar("Breaks", """
                public final class Breaks implements DagDefinition {
                    public Dag define() { throw new IllegalStateException("no table"); }
                }
                """));

        JsonNode error = importError("breaks.jar");
        assertThat(error.path("code").asText()).isEqualTo("DEFINE_FAILED");
        assertThat(error.path("message").asText())
                .isEqualTo("define() of ex.Breaks threw java.lang.IllegalStateException: no table");
        assertThat(error.path("stack_trace").asText()).contains("at ex.Breaks.define(Breaks.java:");
        RONDO.process().awaitOutput("cannot load breaks.jar:");
        assertThat(command(1, "dags", "list-import-errors"))
                .contains("breaks.jar")
                .contains("no table");
        assertThat(command(0, "dags", "why", "breaks"))
                .contains("import_error")
                .contains("the newest breaks.jar could not be used (DEFINE_FAILED");
    }

    @Test
    void a_source_file_that_does_not_compile_is_told_with_its_line() {
        RONDO.home().drop("Wrong.java", "class Wrong {\n  int x = \"one\";\n}\n".getBytes(StandardCharsets.UTF_8));

        JsonNode error = importError("Wrong.java");

        assertThat(error.path("code").asText()).isEqualTo("COMPILE_FAILED");
        assertThat(error.path("line").asInt()).isEqualTo(2);
        RONDO.process().awaitOutput("cannot load Wrong.java:2: Wrong.java:2: incompatible types");
    }

    @Test
    void the_command_says_where_the_value_of_an_option_comes_from() {
        RONDO.home().drop("Origins.java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                import dev.rondo.sdk.DefaultArgs;
                public final class Origins implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("origins").defaultArgs(DefaultArgs.create().pool("big"));
                        dag.task("only").run(() -> {}).queue("fast");
                        return dag;
                    }
                }
                """.getBytes(StandardCharsets.UTF_8));
        RONDO.process().awaitOutput("new DAG origins");

        assertThat(command(0, "tasks", "show", "origins", "only").lines())
                .anySatisfy(line -> assertThat(line).matches("retries +3 +environment *"))
                .anySatisfy(line -> assertThat(line).matches("pool +big +dag *"))
                .anySatisfy(line -> assertThat(line).matches("queue +fast +task *"))
                .anySatisfy(line -> assertThat(line).matches("pool_slots +1 +default *"));
    }
}
