package dev.rondo.testkit.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.testkit.local.LocalRequest.PushedValue;
import dev.rondo.testkit.play.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRunTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private LocalOutcome run(Path file, String dagId, String taskId, int mapIndex, String conf, PushedValue... values)
            throws IOException {
        LocalRequest request = new LocalRequest(
                List.of(file.toString()),
                List.of(),
                dagId.isEmpty() ? null : dagId,
                taskId.isEmpty() ? null : taskId,
                mapIndex,
                "2026-01-05",
                conf,
                List.of(values),
                folder.resolve("data").toString(),
                folder.toString(),
                folder.resolve("outcome").toString());
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            return new LocalRun(
                            request,
                            new LocalDags(folder, classPath, List.of()),
                            new VirtualClock(Instant.parse("2026-01-06T00:00:00Z")),
                            out,
                            Map.of("RONDO_CONN_DB_1", "postgres://u:secret-word@h/x"))
                    .run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private Path source(String tasks) throws IOException {
        return Files.writeString(folder.resolve("Local.java"), """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagFamily;
                import dev.rondo.sdk.Schedule;
                import java.util.List;
                public final class Local implements DagFamily {
                    public List<Dag> define() {
                        Dag dag = Dag.create("local").schedule(Schedule.dataInterval("@daily")).startDate("2026-01-01");
                        %s
                        Dag other = Dag.create("other");
                        other.task("t").run(() -> {});
                        return List.of(dag, other);
                    }
                }
                """.formatted(tasks));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void a_dag_is_printed_task_by_task() throws IOException {
        Path file = source("""
                var one = dag.task("one").call(ctx -> { ctx.log().log(System.Logger.Level.INFO, "hello"); return 1; });
                dag.task("two", one).run(n -> { throw new IllegalStateException("no two"); })
                    .retries(1).retryDelay(java.time.Duration.ofMinutes(5));
                """);

        LocalOutcome outcome = run(file, "local", "", -1, "{}");

        assertThat(outcome).isEqualTo(LocalOutcome.FAILED);
        assertThat(lines())
                .anyMatch(line -> line.endsWith("run scheduled__2026-01-06T00:00:00+00:00 of dag local"))
                .anyMatch(line -> line.endsWith("one: success in 0.00 s"))
                .contains("         | hello", "         | java.lang.IllegalStateException: no two")
                .anyMatch(line -> line.contains("two: failed (exception), tries again at "))
                .anyMatch(line -> line.endsWith("two: running, try 2"))
                .anyMatch(line -> line.endsWith("the run is failed (task_failed:two)"));
    }

    @Test
    void several_dags_in_a_file_are_named() throws IOException {
        Path file = source("dag.task(\"t\").run(() -> {});");

        assertThat(run(file, "", "", -1, "{}")).isEqualTo(LocalOutcome.NOT_FOUND);
        assertThat(lines()).containsExactly("there are several DAGs, [local, other]; say which");
    }

    @Test
    void two_files_of_the_same_name_in_two_folders_are_two_files() throws Exception {
        Path first = source("dag.task(\"t\").run(() -> {});");
        Path second = Files.createDirectories(folder.resolve("sub")).resolve("Local.java");
        Files.writeString(
                second,
                Files.readString(first).replace("\"local\"", "\"second\"").replace("\"other\"", "\"third\""));
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            LocalDags dags = new LocalDags(folder, classPath, List.of());
            dags.find(List.of(first, second), "local");
            dags.find(List.of(first, second), "third");

            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.filter(file -> file.endsWith("Local.java.jar")))
                        .as("each is read twice, and has a jar of its own")
                        .hasSize(4);
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void a_file_that_does_not_compile_is_explained() throws IOException {
        Path file = source("dag.task(\"t\").run(() -> nowhere());");

        assertThat(run(file, "local", "", -1, "{}")).isEqualTo(LocalOutcome.NOT_LOADED);
        assertThat(lines()).anyMatch(line -> line.contains("Local.java") && line.contains("8"));
    }

    @Test
    void a_dag_with_mistakes_is_explained() throws IOException {
        Path file = source("dag.task(\"t\");");

        assertThat(run(file, "local", "", -1, "{}")).isEqualTo(LocalOutcome.NOT_LOADED);
        assertThat(lines()).anyMatch(line -> line.contains("TASK_WITHOUT_BODY"));
    }

    @Test
    void one_instance_of_a_mapped_task_is_run_with_values_of_another_run() throws IOException {
        Path file = source("""
                var parts = dag.task("parts").call(() -> List.of("x"));
                dag.map("length", parts).call(String::length);
                """);

        LocalOutcome outcome =
                run(file, "local", "length", 1, "{}", new PushedValue("parts", -1, "return_value", "[\"a\",\"bbb\"]"));

        assertThat(outcome).isEqualTo(LocalOutcome.SUCCESS);
        assertThat(lines())
                .anyMatch(line -> line.endsWith("return_value = 3"))
                .noneMatch(line -> line.contains("parts:"));
    }

    @Test
    void the_other_instances_of_a_mapped_task_are_neither_run_nor_told_of_nor_called_back() throws IOException {
        Path file = source("""
                var parts = dag.task("parts").call(() -> List.of("x"));
                dag.map("length", parts).call((ctx, part) -> {
                    ctx.log().log(System.Logger.Level.INFO, "ran " + part);
                    return part.length();
                }).onSuccess(ctx -> ctx.log().log(System.Logger.Level.INFO, "told of " + ctx.mapIndex()));
                """);

        LocalOutcome outcome = run(
                file, "local", "length", 1, "{}", new PushedValue("parts", -1, "return_value", "[\"a\",\"b\",\"c\"]"));

        assertThat(outcome).isEqualTo(LocalOutcome.SUCCESS);
        assertThat(lines())
                .contains("         | ran b", "         | told of 1")
                .noneMatch(line -> line.contains("ran a") || line.contains("ran c"))
                .noneMatch(line -> line.contains("length[0]") || line.contains("length[2]"))
                .noneMatch(line -> line.contains("told of 0") || line.contains("told of 2"));
    }

    @Test
    void a_task_without_what_it_receives_is_refused() throws IOException {
        Path file = source("""
                var parts = dag.task("parts").call(() -> List.of("x"));
                dag.map("length", parts).call(String::length);
                """);

        assertThat(run(file, "local", "length", -1, "{}")).isEqualTo(LocalOutcome.REFUSED);
        assertThat(lines())
                .containsExactly("task 'length' takes what [parts] returned; take it from a run on the server"
                        + " with --xcoms-from RUN");
    }

    @Test
    void connections_come_from_the_environment_and_their_passwords_do_not_show() throws IOException {
        Path file = source("""
                dag.task("t").run(ctx -> ctx.log().log(System.Logger.Level.INFO,
                    ctx.connection("db-1").host() + " " + ctx.connection("db-1").password()));
                """);

        assertThat(run(file, "local", "t", -1, "{}")).isEqualTo(LocalOutcome.SUCCESS);
        assertThat(lines()).contains("         | h ***");
    }
}
