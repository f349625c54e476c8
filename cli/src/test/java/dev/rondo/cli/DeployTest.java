package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A DAG file from this machine to a real standalone: checked, compared, sent, and in force when the command ends. */
@ExtendWith(RunningRondo.Extension.class)
class DeployTest {

    // When the file was seen, and when its DAGs were in force.
    private static final String IN_FORCE =
            "\nin force: deployed \\(seen \\d\\d:\\d\\d:\\d\\d, active \\d\\d:\\d\\d:\\d\\d UTC\\)\n$";

    private static final String NAME = "Deployed.java";

    private final RunningRondo rondo;
    private final Shell shell;

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    DeployTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
    }

    @BeforeEach
    void name() {
        file = folder.resolve(NAME);
    }

    @AfterEach
    void remove() throws IOException {
        if (Files.exists(there())) {
            rondo.remove(NAME, "deployed");
        }
    }

    private Path there() {
        return rondo.home().resolve("dags").resolve(NAME);
    }

    /** A file with a DAG of these tasks. */
    private void write(String dagId, String tasks) throws IOException {
        Files.writeString(file, """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;

                public final class Deployed implements DagDefinition {
                    @Override
                    public Dag define() {
                        Dag dag = Dag.create("%s");
                        %s
                        return dag;
                    }
                }
                """.formatted(dagId, tasks));
    }

    private Shell.Result deploy(String... more) {
        return shell.rondo(Stream.concat(Stream.of("dags", "deploy", file.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private static void assertCode(Shell.Result result, int code, String... words) {
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(code);
        assertThat(result.err()).contains(words);
    }

    private static void assertDone(Shell.Result result) {
        assertThat(result.code()).as(result.out() + result.err()).isZero();
    }

    private List<String> parts() throws IOException {
        try (Stream<Path> files = Files.list(rondo.home().resolve("dags"))) {
            return files.map(each -> each.getFileName().toString())
                    .filter(each -> each.endsWith(".part"))
                    .toList();
        }
    }

    @Test
    void a_dag_is_in_force_when_the_command_ends() throws IOException {
        write("deployed", "dag.task(\"a\").run(() -> {}); dag.task(\"b\").call(() -> 1);");

        Shell.Result result = deploy("--yes");

        assertDone(result);
        assertThat(result.out())
                .contains("DAG added, with 2 tasks", NAME + " is on " + rondo.url())
                .containsPattern(IN_FORCE);
        assertThat(shell.done("tasks", "list", "deployed", "-o", "plain").lines())
                .hasSize(2);
        assertThat(there()).hasSameBinaryContentAs(file);
        assertThat(parts()).isEmpty();
    }

    @Test
    void what_changes_is_shown_before_it_is_done() throws IOException {
        write(
                "deployed",
                "dag.task(\"goes\").run(() -> {}); dag.task(\"turns\").call(() -> 1);"
                        + " dag.task(\"kind\").call(() -> 1); dag.task(\"stays\").run(() -> {});");
        assertDone(deploy("--yes"));
        write(
                "deployed",
                "dag.task(\"comes\").run(() -> {}); dag.task(\"turns\").call(() -> \"x\");"
                        + " dag.task(\"kind\").run(() -> {}); dag.task(\"stays\").run(() -> {});");

        Shell.Result plan = deploy("--dry-run", "-o", "plain");

        assertDone(plan);
        assertThat(plan.out().lines())
                .anyMatch(line -> line.equals("deployed\tcomes\ttask added"))
                .anyMatch(line -> line.equals("deployed\tgoes\ttask removed"))
                .anyMatch(line -> line.startsWith("deployed\tturns\tresult ") && line.contains(" becomes "))
                .anyMatch(line -> line.equals("deployed\tkind\ttype call becomes run"))
                .noneMatch(line -> line.contains("stays"));
        assertThat(shell.done("tasks", "list", "deployed")).contains("goes").doesNotContain("comes");
    }

    @Test
    void a_dag_that_is_gone_from_the_file_is_said_to_be() throws IOException {
        write("deployed", "dag.task(\"a\").run(() -> {});");
        assertDone(deploy("--yes"));
        write("renamed", "dag.task(\"a\").run(() -> {});");

        Shell.Result result = deploy("--yes", "-o", "plain");

        assertDone(result);
        assertThat(result.out().lines())
                .contains("deployed\t\tDAG removed; its history is kept", "renamed\t\tDAG added, with 1 tasks");
        rondo.remove(NAME, "renamed");
    }

    @Test
    void the_same_file_again_changes_nothing() throws IOException {
        write("deployed", "dag.task(\"a\").run(() -> {});");
        assertDone(deploy("--yes"));

        Shell.Result again = deploy("--yes");

        assertDone(again);
        assertThat(again.out()).isEqualTo("nothing changes: the server has this very file\n");
        assertThat(deploy("-o", "json").out()).isEqualTo("[]\n");
    }

    @Test
    void a_folder_takes_it_too() throws IOException {
        write("deployed", "dag.task(\"a\").run(() -> {});");

        Shell.Result result =
                deploy("--yes", "--to", rondo.home().resolve("dags").toString());

        assertDone(result);
        assertThat(result.out()).containsPattern(IN_FORCE);
    }

    @Test
    void a_folder_that_nobody_watches_is_told_after_a_while() throws IOException {
        write("deployed", "dag.task(\"a\").run(() -> {});");
        Path other = Files.createDirectory(folder.resolve("other"));

        assertCode(
                deploy("--yes", "--to", other.toString(), "--wait-seconds", "1"),
                69,
                "no DAG processor of " + rondo.url() + " has read " + NAME + " within 1 s");
        assertThat(other.resolve(NAME)).hasSameBinaryContentAs(file);
        assertDone(deploy("--yes", "--to", other.toString(), "--wait-seconds", "0"));
        assertCode(deploy("--yes", "--to", folder.resolve("absent").toString()), 66, "there is no folder");
    }

    @Test
    void nothing_is_sent_without_a_yes() throws IOException {
        write("deployed", "dag.task(\"a\").run(() -> {});");

        assertCode(deploy(), 2, "add --yes");
        assertThat(there()).doesNotExist();
    }

    @Test
    void what_the_dag_processor_would_refuse_is_not_sent() throws IOException {
        Files.writeString(file, "public final class Deployed {");
        assertCode(deploy("--yes"), 1, NAME + ":1 would be refused: ");
        write("deployed", "dag.task(\"same\").run(() -> {}); dag.task(\"same\").run(() -> {});");
        assertCode(deploy("--yes"), 1, "would be refused", "same");
        write("deployed", "System.exit(3);");
        assertCode(deploy("--yes"), 1, "would be refused", "System.exit");
        assertThat(there()).doesNotExist();
    }

    @Test
    void a_jar_that_is_none_or_has_no_dag_is_not_sent() throws IOException {
        file = Files.writeString(folder.resolve("census.jar"), "no zip");
        assertCode(deploy("--yes"), 1, "census.jar would be refused");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertCode(deploy("--yes"), 1, "census.jar would be refused");
    }

    @Test
    void a_dag_of_another_file_is_not_taken_over() throws IOException {
        write("hello", "dag.task(\"a\").run(() -> {});");

        assertCode(deploy("--yes"), 75, "DAG 'hello' is in Hello.java there");
        assertThat(there()).doesNotExist();
    }

    @Test
    void a_file_that_is_missing_or_has_another_ending_is_refused() throws IOException {
        assertCode(deploy("--yes"), 66, "there is no file");
        file = Files.writeString(folder.resolve("dags.zip"), "");
        assertCode(deploy("--yes"), 2, "it names no DAG file");
    }

    @Test
    void who_may_not_deploy_is_told_so() throws IOException {
        write("deployed", "dag.task(\"a\").run(() -> {});");
        String token = shell.done("tokens", "create", "looks", "--role", "user").strip();
        try {
            Shell.Result result =
                    shell.with("RONDO_API_TOKEN", token).rondo("dags", "deploy", file.toString(), "--yes");

            assertCode(result, 77, "this needs the role op");
            assertThat(there()).doesNotExist();
        } finally {
            shell.done("tokens", "revoke", "looks");
        }
    }
}
