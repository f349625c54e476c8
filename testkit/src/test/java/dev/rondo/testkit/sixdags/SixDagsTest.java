package dev.rondo.testkit.sixdags;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.testkit.CallbackCall;
import dev.rondo.testkit.RondoTest;
import dev.rondo.testkit.TaskTry;
import dev.rondo.testkit.TestRun;
import dev.rondo.testkit.sixdags.Census.Gate;
import dev.rondo.testkit.sixdags.Census.Model;
import dev.rondo.testkit.sixdags.Census.Rows;
import dev.rondo.testkit.sixdags.Full.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SixDagsTest {

    @Test
    void a_bad_model_raises_the_alarm_and_is_not_pushed() {
        TestRun run = RondoTest.run(new Census(), "2026-01-05").requireSuccess();

        assertThat(run.states())
                .containsExactly(
                        entry("wait_for_export", "success"),
                        entry("count_rows", "success"),
                        entry("train", "success"),
                        entry("good_enough", "success"),
                        entry("push", "skipped"),
                        entry("alarm", "success"));
        assertThat(run.result("train", Model.class)).isEqualTo(new Model(0.8, "models/5"));
        assertThat(run.why("push")).containsExactly("not_chosen:good_enough");
        assertThat(run.runId()).isEqualTo("scheduled__2026-01-05T23:00:00+00:00");
    }

    @Test
    void the_sensor_waits_by_the_clock_of_the_test_and_its_templates_are_filled_in() {
        TestRun run = RondoTest.run(new Census(), "2026-01-05");

        assertThat(run.tries("wait_for_export")).singleElement().satisfies(looked -> {
            assertThat(looked.looks()).isEqualTo(2);
            assertThat(looked.start()).isEqualTo("2026-01-05T23:00:00Z");
            assertThat(looked.end()).isEqualTo("2026-01-05T23:00:30.000001Z");
        });
        assertThat(run.rendered("wait_for_export")).containsEntry("uri", "\"gs://census/2026-01-05/export.csv\"");
    }

    @Test
    void a_task_that_fails_is_repeated_after_its_delay_and_then_fails_the_run() {
        TestRun run = RondoTest.of(new Census())
                .date("2026-01-05")
                .given("count_rows", new Rows(0))
                .run();

        assertThat(run.state()).isEqualTo("failed");
        assertThat(run.tries("train")).extracting(TaskTry::number).containsExactly(1, 2, 3, 4);
        assertThat(run.tries("train")).extracting(TaskTry::message).containsOnly("java.io.IOException: no rows");
        assertThat(run.tries("train").getLast().start()).isEqualTo("2026-01-05T23:15:30.000004Z");
        assertThat(run.state("push")).isEqualTo("upstream_failed");
        assertThatThrownBy(run::requireSuccess)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("train: failed (exception)")
                .hasMessageContaining("java.io.IOException: no rows");
    }

    @Test
    void a_result_can_be_given_so_that_its_task_is_not_called() {
        TestRun run = RondoTest.of(new Census())
                .date("2026-01-05")
                .given("train", new Model(0.95, "there"))
                .run()
                .requireSuccess();

        assertThat(run.state("push")).isEqualTo("success");
        assertThat(run.state("alarm")).isEqualTo("skipped");
    }

    @Test
    void each_dag_of_a_family_is_tested_by_its_id() {
        TestRun run =
                RondoTest.of(new Family(), "census_fr").date("2026-01-05").run().requireSuccess();

        assertThat(run.result("train_n", Model.class)).isEqualTo(new Model(0.3, "frn"));
        assertThat(run.log("report")).containsExactly("0.3");
        assertThatThrownBy(() -> RondoTest.of(new Family(), "census_it"))
                .hasMessageContaining("[census_de, census_fr]");
    }

    @Test
    void a_mapped_task_has_an_instance_for_each_element_and_reduce_gets_their_results() {
        TestRun run = RondoTest.of(new Mapping()).run().requireSuccess();

        assertThat(run.states())
                .contains(
                        entry("train[0]", "success"),
                        entry("train[1]", "success"),
                        entry("per_country.eval[1]", "success"));
        assertThat(run.results("train", Model.class)).containsExactly(new Model(0.1, "a"), new Model(0.1, "b"));
        assertThat(run.result("load", 1, Long.class)).isEqualTo(4L);
        assertThat(run.log("reduce")).containsExactly("4.1");
    }

    @Test
    void a_branch_skips_the_other_ways_and_the_join_runs() {
        TestRun run = RondoTest.of(new Three()).run().requireSuccess();

        assertThat(run.states())
                .containsExactly(
                        entry("which", "success"),
                        entry("full", "success"),
                        entry("delta", "skipped"),
                        entry("join", "success"));
        assertThat(run.result("join", Double.class)).isEqualTo(0.1);
    }

    @Test
    void a_teardown_runs_though_the_work_failed() {
        TestRun run = RondoTest.of(new Cluster())
                .date("2026-01-05")
                .replace("train", ctx -> {
                    throw new IllegalStateException("no memory");
                })
                .run();

        assertThat(run.states())
                .containsExactly(
                        entry("create", "success"),
                        entry("train", "failed"),
                        entry("eval", "upstream_failed"),
                        entry("delete", "success"));
        assertThat(run.log("delete")).containsExactly("Ref[name=c-20260105]");
    }

    @Test
    void params_an_approval_and_a_callback_are_played() {
        RondoTest test = RondoTest.of(new Full()).date("2026-01-05").conf(Map.of("minAuc", 0.5));

        TestRun waiting = test.run();
        TestRun pushed = test.given("approve", new Answer(true, "good")).run().requireSuccess();

        assertThat(waiting.state()).isEqualTo("running");
        assertThat(waiting.why("approve")).containsExactly("it waits for an answer");
        assertThat(waiting.state("push")).isEqualTo("none");
        assertThat(pushed.result("train", Model.class).auc()).isEqualTo(10 * 38.0);
        assertThat(pushed.result("approve", Answer.class)).isEqualTo(new Answer(true, "good"));
    }

    @Test
    void the_callback_of_a_failed_task_is_called_with_what_it_failed_of() {
        TestRun run = RondoTest.of(new Full())
                .date("2026-01-05")
                .replace("train", ctx -> {
                    throw new IllegalStateException("no memory");
                })
                .run();

        assertThat(run.state("train")).isEqualTo("failed");
        assertThat(run.callbacks())
                .containsExactly(new CallbackCall("train", -1, "failure", null, List.of(run.runId())));
    }

    @Test
    void what_params_refuse_is_refused_before_the_run() {
        assertThatThrownBy(
                        () -> RondoTest.of(new Full()).conf(Map.of("epoch", 3)).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no param 'epoch'");
    }

    @Test
    void one_task_is_run_alone_with_what_it_is_given() {
        TestRun run = RondoTest.of(new Census())
                .date("2026-01-05")
                .given("count_rows", new Rows(4))
                .runTask("train");

        assertThat(run.result("train", Model.class)).isEqualTo(new Model(0.75, "models/4"));
        assertThat(run.called()).contains("train").doesNotContain("wait_for_export", "push", "alarm");
        assertThatThrownBy(() -> RondoTest.of(new Census()).runTask("train"))
                .hasMessageContaining("given(\"count_rows\", …)");
    }

    @Test
    void a_given_result_of_another_type_is_refused_at_once() {
        RondoTest test = RondoTest.of(new Census()).given("train", "a model");

        assertThatThrownBy(test::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("task 'train' returns Model");
    }

    @Test
    void a_run_stops_at_a_breakpoint_and_goes_on() {
        TestRun run = RondoTest.of(new Census())
                .date("2026-01-05")
                .stopBefore("train", "alarm")
                .run();

        assertThat(run.stoppedBefore()).contains("train");
        assertThat(run.result("count_rows", Rows.class)).isEqualTo(new Rows(5));
        assertThat(run.state("train")).isEqualTo("scheduled");
        Instant before = run.now();

        run.resume();

        assertThat(run.stoppedBefore()).contains("alarm");
        assertThat(run.state("train")).isEqualTo("success");
        assertThat(run.now()).isEqualTo(before);
        assertThat(run.resume().requireSuccess().stoppedBefore()).isEmpty();
    }

    @Test
    void a_branch_can_be_given_its_answer() {
        TestRun run = RondoTest.of(new Census())
                .date("2026-01-05")
                .given("good_enough", Gate.PASS)
                .run()
                .requireSuccess();

        assertThat(run.state("push")).isEqualTo("success");
        assertThat(run.state("alarm")).isEqualTo("skipped");
    }
}
