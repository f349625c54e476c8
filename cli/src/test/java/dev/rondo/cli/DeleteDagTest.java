package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningRondo.Extension.class)
class DeleteDagTest {

    private final RunningRondo rondo;
    private final Shell shell;

    DeleteDagTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
    }

    private Path file() {
        return rondo.home().resolve("dags").resolve("Deleted.java");
    }

    @Test
    void a_dag_goes_and_comes_back_without_its_runs_while_its_file_is_there() throws IOException {
        rondo.drop("deleted", "");
        rondo.awaitListed("deleted");
        shell.done("dags", "unpause", "deleted");
        shell.done("dags", "trigger", "deleted", "--run-id", "first", "--logical-date", "none", "--wait");
        shell.done("dags", "pause", "deleted");
        try {
            Shell.Result unasked = shell.rondo("dags", "delete", "deleted");
            assertThat(unasked.code()).isEqualTo(ExitCode.USAGE.code());
            assertThat(unasked.err()).contains("add --yes to delete DAG deleted with all its runs and logs");

            rondo.await(
                    "no run to be under way",
                    () -> shell.rondo("dags", "delete", "deleted", "--yes").code() == 0);
            rondo.awaitListed("deleted");

            assertThat(shell.done("dags", "list-runs", "deleted", "-o", "plain"))
                    .doesNotContain("first");
        } finally {
            Files.delete(file());
            rondo.await(
                    "the file to be gone",
                    () -> !shell.rondo("dags", "list", "-o", "plain").out().contains("deleted"));
        }
        assertThat(shell.done("dags", "delete", "deleted", "-y")).isEqualTo("DAG deleted is deleted\n");
        Shell.Result gone = shell.rondo("dags", "delete", "deleted", "-y");
        assertThat(gone.code()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(gone.err()).contains("there is no DAG 'deleted'");
    }
}
