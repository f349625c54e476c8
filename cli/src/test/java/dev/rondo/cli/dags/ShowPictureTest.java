package dev.rondo.cli.dags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo dags show DAG --save FILE} on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
class ShowPictureTest {

    private final Shell shell;

    @TempDir
    Path folder;

    ShowPictureTest(RunningRondo rondo) {
        this.shell = rondo.shell();
    }

    @Test
    void a_dag_is_saved_as_a_picture_with_its_tasks() {
        Path file = folder.resolve("hello.svg");

        String said = shell.done("dags", "show", "hello", "--save", file.toString());

        assertThat(said.strip()).isEqualTo("saved " + file);
        assertThat(file).content().contains(">hello</text>", ">work</text>");
    }

    @Test
    void scripts_are_told_the_file() {
        Path file = folder.resolve("hello.svg");

        assertThat(shell.done("dags", "show", "hello", "--save", file.toString(), "-o", "json"))
                .contains("\"saved\":\"" + file + "\"");
    }

    @Test
    void a_picture_of_another_kind_is_refused_before_anything_is_asked() {
        Shell.Result result = shell.with("RONDO_API_URL", "http://127.0.0.1:1")
                .rondo(
                        "dags",
                        "show",
                        "hello",
                        "--save",
                        folder.resolve("hello.gif").toString());

        assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(result.err()).contains("hello.gif", ".svg or .png");
    }

    @Test
    void a_dag_that_is_not_there_leaves_no_file() {
        Path file = folder.resolve("nobody.svg");

        assertThat(shell.rondo("dags", "show", "nobody", "--save", file.toString())
                        .code())
                .isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(file).doesNotExist();
    }
}
