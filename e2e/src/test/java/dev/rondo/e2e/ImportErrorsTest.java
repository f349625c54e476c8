package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
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
                found -> found.path("import_errors").size() == 1);
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
        assertThat(error.path("dag_class").asText()).isEqualTo("ex.Breaks");
        assertThat(error.path("stack_trace").asText()).contains("at ex.Breaks.define(Breaks.java:");
        RONDO.process().awaitOutput("cannot load breaks.jar:");
        assertThat(command(1, "dags", "list-import-errors"))
                .contains("breaks.jar")
                .contains("ex.Breaks")
                .contains("DEFINE_FAILED: define() of ex.Breaks threw java.lang.IllegalStateException: no table")
                .contains("stack traces: rondo dags list-import-errors -o json")
                .doesNotContain("at ex.Breaks.define");
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
        RONDO.process().awaitOutput("cannot load Wrong.java:2: incompatible types");
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

    private static String define(String name, String body) {
        return """
                public final class %s implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("%s");
                        %s
                    }
                }
                """.formatted(name, name.toLowerCase(Locale.ROOT), body);
    }

    private static void drop(String className, String source) {
        RONDO.home().drop(fileOf(className), jar(className, source));
    }

    private static String fileOf(String className) {
        return className.toLowerCase(Locale.ROOT) + ".jar";
    }

    private static void assertRefused(String className, String... words) {
        assertThat(importError(fileOf(className)).path("stack_trace").asText())
                .as(className)
                .contains(words);
    }

    @Test
    void jars_that_harm_whoever_reads_them_harm_nobody_else() {
        byte[] whole = jar("Truncated", define("Truncated", "return dag;"));
        RONDO.home().drop("truncated.jar", Arrays.copyOf(whole, whole.length / 2));
        RONDO.home().drop("notazip.jar", "hello".getBytes(StandardCharsets.UTF_8));
        drop("Library", "public final class Library {}");
        drop(
                "Initialiser",
                "public final class Initialiser implements DagDefinition {"
                        + " static final int N = Integer.parseInt(\"x\"); public Dag define() { return null; } }");
        drop(
                "Exitinit",
                "public final class Exitinit implements DagDefinition {"
                        + " static { System.exit(42); } public Dag define() { return null; } }");
        drop("Throwing", define("Throwing", "throw new IllegalStateException(\"no table\");"));
        drop("Exiting", define("Exiting", "System.exit(42); return dag;"));
        drop("Looping", define("Looping", "while (true) { Thread.onSpinWait(); }"));
        drop(
                "Filling",
                define(
                        "Filling",
                        "var all = new ArrayList<byte[]>();" + " while (true) { all.add(new byte[1 << 20]); }"));
        drop(
                "Cyclic",
                define(
                        "Cyclic",
                        "var a = dag.task(\"a\").run(() -> {}); var b = dag.task(\"b\").run(() -> {});"
                                + " a.then(b); b.then(a); return dag;"));
        drop(
                "Toomany",
                define(
                        "Toomany",
                        "for (int i = 0; i < 100_000; i++) { dag.task(\"t\" + i).run(() -> {}); }" + " return dag;"));
        drop(
                "Threads",
                define(
                        "Threads",
                        "for (int i = 0; i < 50; i++) { new Thread(() -> {"
                                + " while (true) { java.util.concurrent.locks.LockSupport.park(); } }).start(); }"
                                + " dag.task(\"only\").call(() -> 42); return dag;"));
        drop(
                "Printing",
                define(
                        "Printing",
                        "byte[] line = new byte[1 << 20];"
                                + " for (int i = 0; i < 100; i++) { System.out.write(line, 0, line.length); }"
                                + " dag.task(\"only\").call(() -> 42); return dag;"));

        RONDO.process().awaitOutput("new DAG threads");
        RONDO.process().awaitOutput("new DAG printing");

        assertRefused("Truncated", "cut short");
        assertRefused("Notazip", "is no zip file");
        assertRefused("Library", "a public class that implements dev.rondo.sdk.DagDefinition");
        assertRefused("Initialiser", "NumberFormatException", "Initialiser.java");
        assertRefused("Throwing", "no table", "Throwing.java");
        assertRefused("Exiting", "System.exit", "42", "at ex.Exiting.define(Exiting.java:");
        assertRefused("Exitinit", "System.exit", "42", "at ex.Exitinit.<clinit>(Exitinit.java:");
        assertRefused("Looping", "took longer than 30 s", "at ex.Looping.define(Looping.java:");
        assertRefused("Filling", "heap of 256 MiB", "at ex.Filling.define(Filling.java:");
        assertRefused("Cyclic", "DAG_HAS_CYCLE", "a -> b -> a");
        assertRefused("Toomany", "TOO_MANY_TASKS", "use map(id, list)");
        assertThat(RONDO.dags().run("threads").awaitEnd()).isEqualTo("success");
        assertThat(RONDO.dags().run("printing").awaitEnd()).isEqualTo("success");
    }

    @Test
    void a_dag_of_five_thousand_tasks_is_read_and_works() {
        drop(
                "Many",
                define("Many", "for (int i = 0; i < 5_000; i++) { dag.task(\"t\" + i).run(() -> {}); } return dag;"));
        RONDO.process().awaitOutput("new DAG many");

        Run run = RONDO.dags().run("many");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.count("success")).isEqualTo(5_000);
    }

    @Test
    void a_dag_with_a_warning_is_loaded_and_its_author_told() {
        drop(
                "Berlin",
                define(
                        "Berlin",
                        "dag.schedule(\"@daily\").startDate(\"2026-01-01\").timezone(\"Europe/Berlin\");"
                                + " dag.task(\"only\").use(dev.rondo.operators.standard.BashOperator.of(\"echo {{ ds }}\"));"
                                + " return dag;"));

        RONDO.process().awaitOutput("new DAG berlin");
        RONDO.process().awaitOutput("warning of DAG berlin: DS_IS_UTC_DATE: task 'only' (Berlin.java:");
        JsonNode warning = RONDO.api()
                .get("/dagWarnings?dag_id=berlin")
                .path("dag_warnings")
                .path(0);
        assertThat(warning.path("code").asText()).isEqualTo("DS_IS_UTC_DATE");
        assertThat(warning.path("message").asText()).contains("use {{ local_ds }}");
    }

    private static byte[] copied(String version) {
        return jar("Copied", """
                public final class Copied implements DagDefinition {
                    record Params(String gate) {}

                    static void await(Params params) throws Exception {
                        while (!Files.exists(Path.of(params.gate()))) {
                            Thread.sleep(20);
                        }
                    }

                    public Dag define() {
                        Dag dag = Dag.create("copied").doc("VERSION");
                        var waited = dag.task("wait", dag.params(new Params("/"))).run(p -> await(p));
                        waited.then(dag.task("say").call(() -> "VERSION"));
                        return dag;
                    }
                }
                """.replace("VERSION", version));
    }

    @Test
    void a_jar_that_is_copied_over_ten_times_a_second_while_it_runs_ends_in_its_last_version() {
        drop("Beside", define("Beside", "dag.task(\"only\").run(() -> {}); return dag;"));
        RONDO.home().drop("copied.jar", copied("the first"));
        RONDO.process().awaitOutput("new DAG copied");
        RONDO.process().awaitOutput("new DAG beside");
        Path gate = RONDO.home().folder().resolve("gate");
        Run old = RONDO.dags().run("copied", Map.of("gate", gate.toString()));
        var _ = old.awaitTask("wait", "running");
        List<byte[]> versions =
                IntStream.range(0, 10).mapToObj(n -> copied("number " + n)).toList();
        Run beside = RONDO.dags().run("beside");

        for (int copies = 0; copies < 50; copies++) {
            RONDO.home().copyOver("copied.jar", versions.get(copies % 10), Duration.ofMillis(33));
        }
        RONDO.home().copyOver("copied.jar", copied("the last"), Duration.ofMillis(33));

        assertThat(beside.awaitEnd()).isEqualTo("success");
        Await.until(
                "the last version to be in force",
                () -> RONDO.api()
                        .get("/dags/copied/details")
                        .path("doc_md")
                        .asText()
                        .equals("the last"));
        Await.until(
                "what was read half to be forgotten",
                () -> RONDO.dags().importErrors().stream().noneMatch(error -> error.startsWith("copied.jar")));
        writeGate(gate);
        assertThat(old.awaitEnd()).isEqualTo("success");
        assertThat(old.result("say").asText()).isEqualTo("the first");
        Run fresh = RONDO.dags().trigger("copied", Map.of("gate", gate.toString()));
        assertThat(fresh.awaitEnd()).isEqualTo("success");
        assertThat(fresh.result("say").asText()).isEqualTo("the last");
    }

    private static void writeGate(Path gate) {
        try {
            Files.createFile(gate);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the gate", e);
        }
    }
}
