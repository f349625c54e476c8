package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMStartEvent;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a DAG author does before a DAG is dropped: a new project, a run without a server, a try repeated. */
class AuthoringTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    // It may have to fetch its plugins.
    private static final long MAVEN_MINUTES = 8;

    private static final AtomicInteger COMMANDS = new AtomicInteger();

    private static RondoProcess rondo(String... words) {
        RondoProcess command = RondoProcess.start(
                "command-" + COMMANDS.incrementAndGet(),
                Distribution.built(),
                RONDO.home(),
                Map.of("RONDO_VAR_BUCKET", "test-bucket"),
                List.of(words));
        int ignored = command.awaitExit();
        return command;
    }

    private static Path source(String className, String body) throws IOException {
        Path file = RONDO.home().folder().resolve(className + ".java");
        return Files.writeString(file, """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                public final class %s implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("%s").schedule("@daily").startDate("2026-01-01");
                        %s
                        return dag;
                    }
                }
                """.formatted(className, className.toLowerCase(java.util.Locale.ROOT), body));
    }

    @Test
    void a_new_project_builds_and_then_offline_and_its_jar_runs_when_it_is_dropped() throws Exception {
        Path project = RONDO.home().folder().resolve("projects/hourly-readings");
        RondoProcess init =
                rondo("dags", "init", "hourly-readings", "--package", "com.example", "--dir", project.toString());
        assertThat(init.awaitExit()).as(init.output()).isZero();

        maven(project, "package");
        Files.delete(project.resolve("target/hourly-readings.jar"));
        maven(project, "--offline", "package");
        RONDO.home().drop("readings.jar", Files.readAllBytes(project.resolve("target/hourly-readings.jar")));
        Run run = RONDO.dags().run("hourly_readings", Map.of("limit", 100));

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.awaitLog("report", 1, "all is well")).isNotEmpty();
        RondoProcess again = rondo("dags", "init", "hourly-readings", "--dir", project.toString());
        assertThat(again.awaitExit()).isEqualTo(73);
        assertThat(again.output()).contains("exists; give another name");
    }

    /** A repository of the project's own for what is ours, and the shared one for everything else. */
    private static void maven(Path project, String... goals) throws Exception {
        Path shared = Path.of(System.getProperty("rondo.m2"));
        Path own = Files.createDirectories(RONDO.home().folder().resolve("m2"));
        try (Stream<Path> groups = Files.list(shared)) {
            for (Path group : groups.filter(g -> !g.endsWith("dev")).toList()) {
                Path link = own.resolve(group.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, group);
                }
            }
        }
        Path output = project.resolve("maven.out");
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("./mvnw", "-B", "-ntp", "-Dmaven.repo.local=" + own), Stream.of(goals))
                                .toList())
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // It lives for seconds: what the second compiler would win, it costs.
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        if (!process.waitFor(MAVEN_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("Maven took longer than " + MAVEN_MINUTES + " minutes: " + text(output));
        }
        assertThat(process.exitValue()).as(() -> text(output)).isZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void a_dag_is_run_without_a_server_and_the_exit_code_says_how_it_ended() throws IOException {
        Path file = source("Local", """
                var rows = dag.task("rows").call(ctx -> 3);
                dag.task("print", rows).run((ctx, r) -> {
                    if (ctx.conf().containsKey("exit")) {
                        System.exit(0);
                    }
                    System.out.println(ctx.variable("bucket").orElseThrow() + " " + 6 / (r - ctx.conf().size()));
                });
                """);

        RondoProcess well = rondo("dags", "test", file.toString(), "2026-01-05");
        RondoProcess failed =
                rondo("dags", "test", file.toString(), "2026-01-05", "--conf", "{\"a\":1,\"b\":2,\"c\":3}");
        RondoProcess exits = rondo("dags", "test", file.toString(), "--conf", "{\"exit\":1}");

        assertThat(well.output()).contains("rows: success", "| test-bucket 2", "the run is success");
        assertThat(well.awaitExit()).isZero();
        assertThat(failed.output()).contains("ArithmeticException", "print: failed (exception)", "the run is failed");
        assertThat(failed.awaitExit()).isEqualTo(1);
        assertThat(exits.output()).contains("before the run was over: a task called System.exit");
        assertThat(exits.awaitExit()).isEqualTo(1);
    }

    @Test
    void a_file_that_is_wrong_is_explained_and_an_unknown_dag_is_not_found() throws IOException {
        Path wrong = source("Wrong", "dag.task(\"t\").run(() -> nowhere());");
        Path noBody = source("Bare", "dag.task(\"t\");");

        RondoProcess notCompiled = rondo("dags", "test", wrong.toString());
        RondoProcess invalid = rondo("dags", "test", noBody.toString());
        RondoProcess unknown = rondo(
                "dags",
                "test",
                "no_such_dag",
                "--dags-folder",
                RONDO.home().folder().toString());

        assertThat(notCompiled.output()).contains("Wrong.java", "nowhere");
        assertThat(notCompiled.awaitExit()).isEqualTo(1);
        assertThat(invalid.output()).contains("TASK_WITHOUT_BODY");
        assertThat(invalid.awaitExit()).isEqualTo(1);
        assertThat(unknown.output()).contains("there is no dag 'no_such_dag'", "not read: Wrong.java");
        assertThat(unknown.awaitExit()).isEqualTo(66);
    }

    @Test
    void a_try_is_repeated_here_with_what_it_received_on_the_server() {
        RONDO.home()
                .drop(
                        "repeat.jar",
                        DagJar.of(Distribution.built()).dag("Repeat", """
                public final class Repeat implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("repeat");
                        var rows = dag.task("rows").call(() -> 7);
                        dag.task("use", rows).call((ctx, r) -> "got " + r + " " + ctx.conf().get("k"));
                        return dag;
                    }
                }
                """).bytes());
        Run run = RONDO.dags().run("repeat", Map.of("k", "v"));
        assertThat(run.awaitEnd()).isEqualTo("success");

        RondoProcess without = rondo("tasks", "test", "repeat", "use");
        RondoProcess repeated = rondo("tasks", "test", "repeat", "use", "--xcoms-from", run.id());

        assertThat(without.awaitExit()).isEqualTo(2);
        assertThat(without.output()).contains("takes what [rows] returned", "--xcoms-from RUN");
        assertThat(repeated.output()).contains("return_value = \"got 7 v\"");
        assertThat(repeated.awaitExit()).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_task_waits_for_a_debugger_on_this_machine_alone_and_runs_when_it_says_so() throws Exception {
        Path file = source("Debugged", "dag.task(\"t\").run(() -> System.out.println(\"body\"));");
        String port = Integer.toString(freePort());
        RondoProcess waiting = awaitingDebugger(port, "tasks", "test", file.toString(), "t");

        assertThat(waiting.output()).doesNotContain("body");
        attachAndResume(port);
        waiting.awaitOutput("body");
        assertThat(waiting.awaitExit()).as(waiting.output()).isZero();
    }

    private static RondoProcess awaitingDebugger(String port, String... words) {
        RondoProcess waiting = RondoProcess.start(
                "debugged-" + COMMANDS.incrementAndGet(),
                Distribution.built(),
                RONDO.home(),
                Map.of(),
                Stream.concat(Stream.of(words), Stream.of("--debug", port)).toList());
        waiting.awaitOutput("Listening for transport dt_socket at address: " + port);
        return waiting;
    }

    @Test
    void a_failed_try_is_repeated_under_a_debugger_with_what_it_received_for_its_date_or_another() throws Exception {
        RONDO.home().drop("Failing.java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                public final class Failing implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("failing");
                        var rows = dag.task("rows").call(() -> 7);
                        dag.task("use", rows).run((ctx, r) -> {
                            throw new IllegalStateException("on " + ctx.logicalDate().toLocalDate() + " with " + r);
                        });
                        return dag;
                    }
                }
                """.getBytes(UTF_8));
        RONDO.dags().unpause("failing");
        Run run = RONDO.dags().trigger("failing", "2026-01-05T00:00:00Z");
        assertThat(run.awaitEnd()).isEqualTo("failed");
        String port = Integer.toString(freePort());

        RondoProcess debugged =
                awaitingDebugger(port, "tasks", "test", "failing", "use", "2026-01-07", "--xcoms-from", run.id());
        attachAndResume(port);
        RondoProcess ofItsDate = rondo("tasks", "test", "failing", "use", "--xcoms-from", run.id());

        assertThat(debugged.awaitExit()).as(debugged.output()).isEqualTo(1);
        assertThat(debugged.output()).contains("on 2026-01-07 with 7", "Failing.java:8", "use: failed (exception)");
        assertThat(ofItsDate.awaitExit()).as(ofItsDate.output()).isEqualTo(1);
        assertThat(ofItsDate.output()).contains("on 2026-01-05 with 7");
    }

    /** As a debugger does. */
    private static void attachAndResume(String port) throws Exception {
        AttachingConnector socket = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(connector -> connector.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = socket.defaultArguments();
        Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
        Objects.requireNonNull(arguments.get("port")).setValue(port);
        VirtualMachine machine = socket.attach(arguments);
        awaitSuspended(machine);
        machine.resume();
        machine.dispose();
    }

    /** It listens before it has suspended itself: what is resumed before that would be suspended for good. */
    private static void awaitSuspended(VirtualMachine machine) {
        var _ = Await.until(
                "the machine to have suspended itself",
                () -> nextEvents(machine),
                events -> events.stream().anyMatch(VMStartEvent.class::isInstance));
    }

    private static List<Event> nextEvents(VirtualMachine machine) {
        try {
            EventSet events = machine.eventQueue().remove(1000);
            return events == null ? List.of() : List.copyOf(events);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
