package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.TaskContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a body and a callback are given to tell a request from its repetition. */
final class IdempotencyKeyTest {

    @TempDir
    private Path folder;

    private final List<String> keys = new ArrayList<>();

    private void note(TaskContext ctx) {
        keys.add(ctx.idempotencyKey());
    }

    @Test
    void of_a_body_it_names_the_try_and_of_a_callback_the_event_that_the_scheduler_named() {
        OneTry one = new OneTry(folder.resolve("log"), () -> false, stop -> {});
        Dag dag = Dag.create("census");
        dag.task("t").run(this::note).onFailure(this::note);

        var _ = one.run(dag, "t");
        var _ = one.run(dag, "t", null, "failure");

        assertThat(keys).containsExactly("census/manual__1/7/t/-1/1", "census/manual__1/7/failure");
    }
}
