package dev.rondo.operators.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.fake.FakeContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BashOperatorTest {

    private final FakeContext context = new FakeContext();

    @TempDir
    private Path folder;

    private static void awaitEnd(long pid) throws Exception {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(60, TimeUnit.SECONDS);
        }
    }

    /** Waits for a line {@code pid N} in the log. */
    private long awaitPid() throws InterruptedException {
        context.fakeLog().await("pid ");
        return context.logged().stream()
                .filter(line -> line.startsWith("INFO pid "))
                .mapToLong(line -> Long.parseLong(line.substring("INFO pid ".length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_last_line_of_the_output_is_the_result_and_all_lines_are_logged() throws Exception {
        String result =
                BashOperator.of("echo one; echo trouble >&2; printf 'last'").execute(context);

        assertThat(result).isEqualTo("last");
        assertThat(context.logged()).containsExactlyInAnyOrder("INFO one", "INFO trouble", "INFO last");
    }

    @Test
    void without_output_there_is_no_result() throws Exception {
        assertThat(BashOperator.of("true").execute(context)).isNull();
    }

    @Test
    void it_sees_its_context_in_the_environment() throws Exception {
        String result = BashOperator.of("echo $RONDO_CTX_DAG_ID $RONDO_CTX_TASK_ID $RONDO_CTX_TRY_NUMBER"
                        + " $RONDO_CTX_LOGICAL_DATE $RONDO_CTX_RUN_ID")
                .execute(context);

        assertThat(result).isEqualTo("d t 1 2025-12-31T23:00:00Z scheduled__2026-01-01T23:00:00+00:00");
    }

    @Test
    void it_sees_the_span_of_its_try_unless_it_is_given_another() throws Exception {
        BashOperator operator = BashOperator.of("echo ${TRACEPARENT:-none}");

        assertThat(operator.execute(context)).isEqualTo("none");
        context.traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(operator.execute(context)).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(operator.env(Map.of("TRACEPARENT", "mine")).execute(context)).isEqualTo("mine");
    }

    @Test
    void its_environment_replaces_the_workers_unless_it_is_appended() throws Exception {
        BashOperator operator = BashOperator.of("echo \"$A|${HOME:-none}\"").env(Map.of("A", "a b"));

        assertThat(operator.execute(context)).isEqualTo("a b|none");
        assertThat(operator.appendEnv(true).execute(context)).isEqualTo("a b|" + System.getenv("HOME"));
        assertThat(BashOperator.of("echo ${HOME:-none}").execute(context)).isEqualTo(System.getenv("HOME"));
    }

    @Test
    void it_runs_in_an_empty_folder_that_goes_away() throws Exception {
        String ran = BashOperator.of("touch left; ls; pwd").execute(context);

        assertThat(ran).isNotNull();
        assertThat(context.logged()).contains("INFO left").hasSize(2);
        assertThat(Path.of(ran)).doesNotExist();
    }

    @Test
    void it_runs_in_the_folder_it_is_told() throws Exception {
        String result = BashOperator.of("echo x > made").cwd(folder.toString()).execute(context);

        assertThat(result).isNull();
        assertThat(folder.resolve("made")).hasContent("x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BashOperator.of("true")
                        .cwd(folder.resolve("no").toString())
                        .execute(context))
                .withMessageContaining("is not there or no folder");
    }

    @Test
    void an_exit_code_fails_or_skips() {
        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(() -> BashOperator.of("exit 3").execute(context))
                .withMessage("the command ended with exit code 3")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(3));
        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(() -> BashOperator.of("kill -9 $$").execute(context))
                .withMessageContaining("signal 9");
        assertThatExceptionOfType(SkipException.class)
                .isThrownBy(() -> BashOperator.of("exit 99").execute(context));
        assertThatExceptionOfType(SkipException.class)
                .isThrownBy(() ->
                        BashOperator.of("exit 4").skipOnExitCode(Set.of(4, 5)).execute(context));
        assertThatExceptionOfType(ProcessFailedException.class)
                .isThrownBy(() ->
                        BashOperator.of("exit 99").skipOnExitCode(Set.of()).execute(context));
    }

    @Test
    void standard_input_is_empty() throws Exception {
        assertThat(BashOperator.of("wc -c").execute(context)).isEqualTo("0");
    }

    @Test
    void a_line_without_an_end_and_bytes_that_are_no_text_do_no_harm() throws Exception {
        String result = BashOperator.of("head -c 100000 /dev/zero | tr '\\0' x; printf '\\n\\xff\\r\\n'")
                .execute(context);

        assertThat(result).isEqualTo("\ufffd");
        assertThat(context.logged())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(17_000));
        assertThat(context.logged().stream()
                        .mapToInt(line -> line.length() - "INFO ".length())
                        .sum())
                .isEqualTo(100_001);
    }

    @Test
    void a_cancelled_command_ends_with_all_it_started() throws Exception {
        BashOperator operator = BashOperator.of("sleep 1000 & echo pid $!; wait");
        var run = CompletableFuture.supplyAsync(() -> exitCodeOf(operator));
        long child = awaitPid();

        context.cancel();

        assertThat(run.get(60, TimeUnit.SECONDS)).as("128 and SIGTERM").isEqualTo(143);
        awaitEnd(child);
    }

    @Test
    void a_command_that_ignores_the_first_signal_gets_the_second() throws Exception {
        BashOperator operator = BashOperator.of("trap '' TERM; echo pid $$; while true; do sleep 1000; done");
        var run = CompletableFuture.supplyAsync(() -> exitCodeOf(operator));
        awaitPid();

        context.cancel();

        assertThat(run.get(60, TimeUnit.SECONDS)).as("128 and SIGKILL").isEqualTo(137);
    }

    @Test
    void an_interrupt_ends_it_too() throws Exception {
        BashOperator operator = BashOperator.of("sleep 1000 & echo pid $!; wait");
        var interrupted = new CompletableFuture<Object>();
        Thread runner = Thread.ofVirtual().start(() -> {
            try {
                interrupted.complete(String.valueOf(operator.execute(context)));
            } catch (InterruptedException e) {
                interrupted.complete(e);
            } catch (Exception e) {
                interrupted.completeExceptionally(e);
            }
        });
        long child = awaitPid();

        runner.interrupt();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        awaitEnd(child);
    }

    @Test
    void what_it_leaves_in_the_background_ends_with_it_even_without_a_parent() throws Exception {
        String result = BashOperator.of("(sleep 1000 > /dev/null 2>&1 & echo pid $!); echo done")
                .execute(context);

        assertThat(result).isEqualTo("done");
        awaitEnd(awaitPid());
        assertThat(context.logged())
                .anySatisfy(line -> assertThat(line).startsWith("WARNING").contains("background"));
    }

    @Test
    void its_fields_are_the_defaults_of_airflow() {
        BashOperator operator = BashOperator.of("true");

        assertThat(operator.skipOnExitCode()).containsExactly(99);
        assertThat(operator.appendEnv()).isFalse();
    }

    private int exitCodeOf(BashOperator operator) {
        try {
            return operator.execute(context) == null ? 0 : 1;
        } catch (ProcessFailedException e) {
            return e.exitCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
