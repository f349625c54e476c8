package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers from the command line, on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
class ApprovalsCommandTest {

    private final RunningRondo rondo;
    private final Shell shell;

    ApprovalsCommandTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
    }

    @BeforeEach
    void drop() throws IOException {
        rondo.write("Asks.java", """
                import dev.rondo.sdk.Dag;
                import dev.rondo.sdk.DagDefinition;
                import dev.rondo.sdk.NoAnswer;
                import java.time.Duration;
                import java.util.List;
                import java.util.Optional;

                public final class Asks implements DagDefinition {
                    public record Answer(boolean push, int share, Optional<String> why, List<String> reviewers) {}

                    @Override
                    public Dag define() {
                        Dag dag = Dag.create("asks").pausedUponCreation(false);
                        var answer = dag.approve("ask", new Answer(false, 5, Optional.empty(), List.of()))
                                .executionTimeout(Duration.ofHours(8));
                        dag.task("push", answer).call(given -> given.toString());
                        var silent = dag.approve("soon", Answer.class, NoAnswer.REJECT)
                                .executionTimeout(Duration.ofSeconds(1));
                        dag.task("skipped", silent).call(given -> given.toString());
                        return dag;
                    }
                }
                """);
        rondo.awaitListed("asks");
    }

    @AfterEach
    void remove() throws IOException {
        rondo.remove("Asks.java", "asks");
    }

    private Shell.Result approvals(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "approvals";
        System.arraycopy(words, 0, all, 1, words.length);
        return shell.rondo(all);
    }

    private String state(String taskId) {
        return shell.rondo("tasks", "states-for-dag-run", "asks", "one", "-o", "plain")
                .out()
                .lines()
                .filter(line -> line.startsWith(taskId + "\t"))
                .findFirst()
                .orElseThrow()
                .split("\t", -1)[2];
    }

    @Test
    void an_approval_is_listed_shown_and_answered() {
        assertThat(shell.rondo("dags", "trigger", "asks", "--run-id", "one", "--logical-date", "2026-01-01")
                        .code())
                .isZero();
        rondo.await("the question", () -> approvals("list").out().contains("ask "));
        rondo.await(
                "the silence to be long enough", () -> !approvals("list").out().contains("soon"));
        assertThat(approvals("list", "--dag-id", "asks").out())
                .contains("asks", "one", "push, share, why, reviewers", "Approve");
        assertThat(approvals("list", "--dag-id", "asks", "--answered").out())
                .as("nobody answered, and that is a rejection")
                .contains("soon", "Reject", "(nobody in time)");

        assertThat(approvals("show", "asks", "2026-01-01", "ask").out())
                .contains("responded_at")
                .contains("reviewers");
        assertThat(approvals("answer", "asks", "one", "ask", "--approve", "--field", "pusch=true"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(2))
                .satisfies(result -> assertThat(result.err()).contains("no field 'pusch'; did you mean 'push'?"));
        assertThat(approvals("answer", "asks", "one", "ask", "--approve", "--field", "push=yes")
                        .err())
                .contains("field 'push' takes JSON");
        assertThat(approvals("answer", "asks", "one", "ask", "--approve", "--field", "share=[]"))
                .as("the server knows the form")
                .satisfies(result -> assertThat(result.code()).isEqualTo(2))
                .satisfies(result -> assertThat(result.err()).contains("share"));
        assertThat(approvals("answer", "asks", "one", "ask").code()).isEqualTo(2);
        assertThat(approvals("answer", "asks", "one", "ask", "--reject", "--field", "push=true")
                        .err())
                .contains("a rejection has no answer");
        assertThat(approvals("answer", "asks", "one", "push", "--approve"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(66))
                .satisfies(result -> assertThat(result.err()).contains("asks nobody"));

        Shell.Result answered = approvals(
                "answer",
                "asks",
                "one",
                "ask",
                "--approve",
                "--field",
                "push=true",
                "--field",
                "why=3 people looked",
                "--field",
                "reviewers=[\"ann\"]");

        assertThat(answered.code()).as(answered.err()).isZero();
        assertThat(answered.out()).contains("Approve", "admin");
        rondo.await("what is below", () -> state("push").equals("success"));
        assertThat(state("skipped")).isEqualTo("skipped");
        assertThat(approvals("answer", "asks", "one", "ask", "--reject"))
                .as("a second time")
                .satisfies(result -> assertThat(result.code()).isEqualTo(75));
    }
}
