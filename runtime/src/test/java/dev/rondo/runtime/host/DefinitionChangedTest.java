package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.sdk.Dag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that does not define what the run was planned with: nothing of it is called, and no retry is used. */
final class DefinitionChangedTest {

    @TempDir
    private Path folder;

    private final List<String> called = new ArrayList<>();
    private final Dag planned = Dag.create("census");
    private final Dag changed = Dag.create("census");
    private OneTry one;

    @BeforeEach
    void plan_a_task_that_returns_a_number_and_calls_back() {
        one = new OneTry(folder.resolve("log"), () -> false, stop -> {});
        planned.task("count").call(ctx -> 4).retries(3).onFailure(ctx -> called.add("failure"));
    }

    private WorkerMessage.Ended tryIt() {
        return one.runPlannedWith(planned, changed, "count", null);
    }

    private void assertRefused(WorkerMessage.Ended ended, String why) throws Exception {
        assertThat(ended.kind()).isEqualTo("failed_no_retry");
        assertThat(ended.reason()).isEqualTo("definition_changed");
        assertThat(ended.message()).contains(why);
        assertThat(Files.readString(folder.resolve("log"))).contains(why);
        assertThat(called).isEmpty();
    }

    @Test
    void a_task_that_returns_another_type_is_not_called() throws Exception {
        changed.task("count").call(ctx -> {
            called.add("body");
            return "four";
        });

        assertRefused(tryIt(), "task 'count' is defined with other types than those it was planned with");
    }

    @Test
    void a_task_that_became_one_of_another_kind_is_not_called() throws Exception {
        changed.task("count").shortCircuit(ctx -> called.add("body"));

        assertRefused(tryIt(), "task 'count' is defined with other types than those it was planned with");
    }

    @Test
    void a_task_that_is_gone_is_named() throws Exception {
        changed.task("recount").run(ctx -> called.add("body"));

        assertRefused(tryIt(), "'count'");
    }

    @Test
    void a_callback_that_is_gone_is_named() throws Exception {
        changed.task("count").call(ctx -> 4).onSuccess(ctx -> called.add("success"));

        assertRefused(
                one.runPlannedWith(planned, changed, "count", "failure"), "there is no callback 'failure' any more");
    }

    @Test
    void a_callback_of_a_task_that_is_gone_is_as_little_tried_again() throws Exception {
        changed.task("recount").run(ctx -> called.add("body"));

        assertRefused(one.runPlannedWith(planned, changed, "count", "failure"), "'count'");
    }

    @Test
    void a_body_that_does_something_else_with_the_same_types_is_called() {
        changed.task("count").call(ctx -> 5);

        WorkerMessage.Ended ended = tryIt();

        assertThat(ended.kind()).as(ended.message()).isEqualTo("success");
        assertThat(ended.result()).isEqualTo("5");
    }
}
