package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.sdk.Dag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is called before the body of a try, in its JVM. */
final class ExecuteCallbackTest {

    @TempDir
    private Path folder;

    private final List<String> called = new ArrayList<>();
    private final Dag dag = Dag.create("census");
    private OneTry one;

    @BeforeEach
    void prepare() {
        one = new OneTry(folder.resolve("log"), () -> false, stop -> {});
    }

    @Test
    void it_is_called_with_the_context_of_the_try_before_the_body() {
        dag.task("count")
                .run(ctx -> called.add("body"))
                .onExecute(ctx -> called.add(ctx.taskId() + " " + ctx.tryNumber()));

        WorkerMessage.Ended ended = one.run(dag, "count");

        assertThat(ended.kind()).as(ended.message()).isEqualTo("success");
        assertThat(called).containsExactly("count 1", "body");
    }

    @Test
    void what_it_throws_fails_the_try_as_if_the_body_had_and_the_body_is_not_called() {
        dag.task("count").run(ctx -> called.add("body")).onExecute(ctx -> {
            throw new IllegalStateException("the table is locked");
        });

        WorkerMessage.Ended ended = one.run(dag, "count");

        assertThat(ended.kind()).isEqualTo("failed");
        assertThat(ended.reason()).isEqualTo("exception");
        assertThat(ended.message()).contains("IllegalStateException: the table is locked");
        assertThat(called).isEmpty();
    }

    @Test
    void another_callback_is_no_try_and_does_not_call_it() {
        dag.task("count")
                .run(ctx -> called.add("body"))
                .onExecute(ctx -> called.add("execute"))
                .onSuccess(ctx -> called.add("success"));

        var _ = one.run(dag, "count", null, "success");

        assertThat(called).containsExactly("success");
    }
}
