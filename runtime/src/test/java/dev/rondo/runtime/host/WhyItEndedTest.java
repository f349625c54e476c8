package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.TaskFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a body and the callbacks of a task are told of a failure. */
final class WhyItEndedTest {

    private static final String WHY = "{\"reason\":\"exception\",\"message\":\"broken\"}";

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private final Dag dag = Dag.create("census");
    private OneTry one;

    @BeforeEach
    void a_task_that_notes_what_it_is_told() {
        one = new OneTry(folder.resolve("log"), () -> false, stop -> {});
        dag.task("t")
                .run(this::note)
                .onFailure(this::note)
                .onSkipped(this::note)
                .onSuccess(this::note)
                .onRetry(this::note);
    }

    private void note(TaskContext ctx) {
        told.add(ctx.failure().map(TaskFailure::message).orElse("nothing"));
    }

    @Test
    void a_callback_of_a_failure_or_a_retry_is_told_why() {
        var _ = one.run(dag, "t", WHY, "failure");
        var _ = one.run(dag, "t", WHY, "retry");

        assertThat(told).containsExactly("broken", "broken");
    }

    @Test
    void a_callback_of_a_success_or_a_skip_is_told_of_no_failure() {
        var _ = one.run(dag, "t", WHY, "success");
        var _ = one.run(dag, "t", WHY, "skipped");

        assertThat(told).containsExactly("nothing", "nothing");
    }

    @Test
    void what_a_sensor_kept_for_its_next_look_is_no_failure() {
        var _ = one.run(dag, "t", "{\"version\":1,\"state\":7}", null);

        assertThat(told).containsExactly("nothing");
    }
}
