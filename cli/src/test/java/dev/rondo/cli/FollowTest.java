package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logs that are followed while their task runs. */
@ExtendWith(RunningRondo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FollowTest {

    private final RunningRondo rondo;
    private final Shell shell;
    private final Path mayEnd;

    FollowTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
        this.mayEnd = rondo.home().resolve("followed-may-end");
    }

    @BeforeAll
    void drop() throws IOException {
        rondo.write("Followed.java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.time.Duration;

                public final class Followed implements DagDefinition {
                    @Override
                    public Dag define() {
                        Dag dag = Dag.create("followed").pausedUponCreation(false);
                        dag.task("speaks").run(ctx -> {
                            System.out.println("begins " + ctx.tryNumber());
                            while (!Files.exists(Path.of("%s"))) {
                                Thread.sleep(20);
                            }
                            System.out.println("ends " + ctx.tryNumber());
                            if (ctx.tryNumber() == 1) {
                                throw new IllegalStateException("once more");
                            }
                        }).retries(1).retryDelay(Duration.ofMillis(100));
                        return dag;
                    }
                }
                """.formatted(mayEnd));
        rondo.awaitListed("followed");
    }

    @AfterAll
    void remove() throws IOException {
        rondo.remove("Followed.java", "followed");
        Files.deleteIfExists(mayEnd);
    }

    @Test
    void every_line_of_every_try_is_printed_once_and_the_command_ends_with_the_task() throws Exception {
        shell.done("dags", "trigger", "followed", "-r", "first", "--logical-date", "none");
        rondo.await(
                "the task to run",
                () -> shell.done("tasks", "states-for-dag-run", "followed", "first", "-o", "plain")
                        .contains("running"));
        try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
            StringWriter out = new StringWriter();
            Callable<Shell.Result> follow =
                    () -> shell.rondo(out, "tasks", "logs", "followed", "first", "speaks", "-f", "-o", "plain");
            Future<Shell.Result> followed = beside.submit(follow);
            rondo.await("the first line of the first try", () -> out.toString().contains("begins 1"));
            Files.createFile(mayEnd);

            Shell.Result result = followed.get();

            assertThat(result.err()).isEmpty();
            assertThat(result.code()).isZero();
            assertThat(result.out().lines().filter(line -> line.startsWith("begins") || line.startsWith("ends")))
                    .containsExactly("begins 1", "ends 1", "begins 2", "ends 2");
        }
        assertThat(shell.done("tasks", "logs", "followed", "first", "speaks", "-f", "--try", "1", "-o", "plain"))
                .contains("ends 1")
                .doesNotContain("begins 2");
        Shell.Result none = shell.rondo("tasks", "logs", "followed", "first", "speaks", "-f", "--try", "7");
        assertThat(none.code()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(none.err()).contains("has no try 7");
    }
}
