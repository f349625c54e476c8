package dev.rondo.operators.standard;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rondo.sdk.DagRuns.Run;
import dev.rondo.sdk.DagRuns.Trigger;
import dev.rondo.sdk.SkipException;
import dev.rondo.sdk.fake.FakeContext;
import dev.rondo.sdk.internal.BodyListener;
import dev.rondo.sdk.internal.BodyResult;
import dev.rondo.sdk.internal.OperatorRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TriggerDagRunOperatorTest {

    private final FakeDagRuns runs = new FakeDagRuns();
    private final FakeContext context = new FakeContext().dagRuns(runs).template("ts", "2026-01-01T00:00:00+00:00");

    private BodyResult run(TriggerDagRunOperator operator) throws Exception {
        BodyResult result = OperatorRun.run(operator, context, BodyListener.NONE);
        context.lookState(result instanceof BodyResult.LookAgain again ? again.state() : null);
        return result;
    }

    @Test
    void it_asks_for_a_run_with_its_templates_rendered() throws Exception {
        BodyResult result = run(TriggerDagRunOperator.of("other")
                .logicalDate("{{ ts }}")
                .conf(Map.of("n", 1, "at", List.of("{{ ts }}"))));

        assertThat(result).isEqualTo(new BodyResult.Value("manual__1"));
        assertThat(context.xcomPull("t", "trigger_run_id", String.class)).contains("manual__1");
        assertThat(runs.requests())
                .containsExactly(new Trigger(
                        "other",
                        null,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Map.of("n", 1, "at", List.of("2026-01-01T00:00:00+00:00")),
                        false,
                        context.idempotencyKey()));
    }

    @Test
    void executed_again_after_a_lost_worker_it_gets_the_same_run() throws Exception {
        BodyResult first = run(TriggerDagRunOperator.of("other"));
        BodyResult second = run(TriggerDagRunOperator.of("other"));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void it_waits_for_the_end_without_asking_for_another_run() throws Exception {
        TriggerDagRunOperator operator =
                TriggerDagRunOperator.of("other").waitForCompletion(true).pokeInterval(ofSeconds(10));

        BodyResult asked = run(operator);
        BodyResult running = run(operator);
        runs.state("other", "manual__1", "success");
        BodyResult done = run(operator);

        assertThat(asked)
                .isInstanceOf(BodyResult.LookAgain.class)
                .extracting("in")
                .isEqualTo(ofSeconds(10));
        assertThat(running).isEqualTo(asked);
        assertThat(done).isEqualTo(new BodyResult.Value("manual__1"));
        assertThat(runs.requests()).hasSize(1);
    }

    @Test
    void the_look_that_ends_its_wait_pushes_the_id_of_the_run() throws Exception {
        TriggerDagRunOperator operator = TriggerDagRunOperator.of("other").waitForCompletion(true);
        BodyResult asked = run(operator);
        runs.state("other", "manual__1", "success");
        FakeContext last = new FakeContext().dagRuns(runs).lookState(((BodyResult.LookAgain) asked).state());

        BodyResult done = OperatorRun.run(operator, last, BodyListener.NONE);

        assertThat(done).isEqualTo(new BodyResult.Value("manual__1"));
        assertThat(last.xcomPull("t", "trigger_run_id", String.class)).contains("manual__1");
    }

    @Test
    void a_failed_run_fails_it_and_so_does_one_that_is_gone() throws Exception {
        TriggerDagRunOperator operator = TriggerDagRunOperator.of("other").waitForCompletion(true);
        run(operator);
        runs.state("other", "manual__1", "failed");

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> run(operator))
                .withMessage("run manual__1 of dag other is failed");
        assertThat(run(operator.failedStates(List.of()).allowedStates(List.of("success", "failed"))))
                .isEqualTo(new BodyResult.Value("manual__1"));
    }

    @Test
    void a_run_that_exists_fails_skips_or_is_begun_again() throws Exception {
        runs.run(new Run("other", "daily", "success", null));
        TriggerDagRunOperator operator = TriggerDagRunOperator.of("other").triggerRunId("daily");

        assertThatIllegalStateException().isThrownBy(() -> run(operator)).withMessageContaining("exists");
        assertThat(run(operator.skipWhenAlreadyExists(true))).isInstanceOf(BodyResult.Skip.class);
        assertThat(run(operator.resetDagRun(true))).isEqualTo(new BodyResult.Value("daily"));
    }

    @Test
    void a_date_is_read_in_utc_and_must_be_one() {
        assertThat(Dates.parse("2026-01-01")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(Dates.parse("2026-01-01 06:00")).isEqualTo(Instant.parse("2026-01-01T06:00:00Z"));
        assertThat(Dates.parse("2026-01-01T06:00+01:00")).isEqualTo(Instant.parse("2026-01-01T05:00:00Z"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dates.parse("soon"))
                .withMessageContaining("'soon' is no date");
    }

    @Test
    void what_it_does_not_wait_for_it_does_not_skip() throws Exception {
        assertThat(run(TriggerDagRunOperator.of("other")
                        .skipWhenAlreadyExists(true)
                        .pokeInterval(ofMinutes(5))))
                .isInstanceOf(BodyResult.Value.class);
        assertThatExceptionOfType(SkipException.class)
                .isThrownBy(() -> TriggerDagRunOperator.of("other")
                        .triggerRunId("manual__1")
                        .skipWhenAlreadyExists(true)
                        .execute(new FakeContext()
                                .dagRuns(new FakeDagRuns().run(new Run("other", "manual__1", "running", null)))));
    }
}
