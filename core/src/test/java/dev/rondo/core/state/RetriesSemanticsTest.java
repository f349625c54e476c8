package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.core.state.RunEvent.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

@SemanticsTest("retries")
class RetriesSemanticsTest {

    @RecordedCases(kinds = "next_retry")
    void the_next_try_waits_as_long_as_recorded(RecordedCase recorded) {
        TestDag dag = TestDag.named(recorded.text("dag_id"));
        JsonNode backoff = recorded.get("retry_exponential_backoff");
        JsonNode max = recorded.get("max_retry_delay_seconds");
        dag.task(recorded.text("task_id"))
                .retryDelay(seconds(recorded.get("retry_delay_seconds")))
                .retryBackoff(
                        backoff.isBoolean() ? (backoff.booleanValue() ? 2 : 0) : backoff.doubleValue(),
                        max.isNull() ? null : seconds(max));
        int failed = recorded.get("failed_try_number").intValue();

        Duration delay = Retries.delay(
                dag.spec().tasks().getFirst().options(),
                recorded.text("dag_id"),
                recorded.text("task_id"),
                -1,
                logicalDate(recorded),
                failed);

        assertThat(recorded.requireInstant("attempt_end").plus(delay)).isEqualTo(recorded.requireInstant("next_retry"));
        assertThat(delay).isEqualTo(seconds(recorded.get("delay_seconds")));
    }

    private static @Nullable Instant logicalDate(RecordedCase recorded) {
        JsonNode date = recorded.json().path("logical_date");
        return date.isTextual()
                ? OffsetDateTime.parse(date.asText().replace(' ', 'T')).toInstant()
                : null;
    }

    private static Duration seconds(JsonNode seconds) {
        return Duration.ofNanos(seconds.decimalValue().movePointRight(9).longValueExact());
    }

    @RecordedCases(kinds = "ready_for_retry")
    void an_instance_is_ready_for_its_retry_as_recorded(RecordedCase recorded) {
        Graph graph = TestDag.named("recorded").chain("t").graph();
        JsonNode state = recorded.get("state");
        Instant due = recorded.requireInstant("attempt_end").plus(seconds(recorded.get("retry_delay_seconds")));
        RunModel run = RunModel.builder(graph, RunFacts.UNDATED, RunState.RUNNING, TestRun.START)
                .add(Instance.fresh(0, -1, 1)
                        .edit()
                        .state(state.isNull() ? TaskState.NONE : TaskState.ofWireName(state.asText()))
                        .nextAt(due)
                        .done())
                .build();

        boolean over =
                new TimeRule().check(graph, run, 0, -1, recorded.requireInstant("now")) instanceof Readiness.Ready;

        // The question is about retries: an instance that waits for anything else is not ready for one.
        assertThat(run.state(0, -1) == TaskState.UP_FOR_RETRY && over).isEqualTo(recorded.flag("ready"));
    }

    @RecordedCases(kinds = "retry_allowed")
    void a_failed_try_is_repeated_as_recorded(RecordedCase recorded) {
        TaskState before = TaskState.ofWireName(recorded.text("state_before_failure"));

        boolean allowed = Retries.allowed(
                before,
                recorded.get("try_number").intValue(),
                recorded.get("max_tries").intValue());

        assertThat(allowed).isEqualTo(recorded.flag("allowed"));
    }

    @RecordedCases(kinds = "attempts")
    void the_attempts_of_a_run_are_those_recorded(RecordedCase recorded) {
        TestDag dag = TestDag.named("recorded").chain("a", "b");
        dag.task("a").retries(recorded.get("retries").intValue()).retryDelay(Duration.ofSeconds(1));
        TestRun run = TestRun.started(dag.graph());

        play(run, recorded.get("behaviour_per_attempt"), recorded.json());

        JsonNode again = recorded.json().path("then_cleared");
        if (!again.isMissingNode()) {
            run.clear("a", "b");
            assertCounters(run, again.path("after_clear"));
            assertThat(run.runState().wireName())
                    .isEqualTo(again.path("run_state_after_clear").asText());
            run.start();
            play(run, recorded.get("behaviour_per_attempt"), again);
        }
    }

    private record Attempt(int tryNumber, String stateAfter, int maxTries) {}

    private static void play(TestRun run, JsonNode behaviours, JsonNode expected) {
        List<Attempt> attempts = new ArrayList<>();
        for (int next = 0; run.state("a") == TaskState.SCHEDULED; next++) {
            JsonNode behaviour = behaviours.get(Math.min(next, behaviours.size() - 1));
            run.play("a", outcome(behaviour.asText()));
            Instance a = run.instance("a", -1);
            attempts.add(new Attempt(a.tryNumber(), a.state().wireName(), a.maxTries()));
            run.wait(Duration.ofSeconds(2)).on(new RunEvent.Due(0, -1));
        }
        if (run.state("b") == TaskState.SCHEDULED) {
            run.succeed("b");
        }

        assertThat(attempts)
                .isEqualTo(expected.path("attempts")
                        .valueStream()
                        .map(each -> new Attempt(
                                each.path("try_number").intValue(),
                                each.path("state_after").asText(),
                                each.path("max_tries").intValue()))
                        .toList());
        assertCounters(run, expected.path("final"));
        assertThat(run.runState().wireName())
                .isEqualTo(expected.path("run_state").asText());
    }

    private static void assertCounters(TestRun run, JsonNode expected) {
        expected.propertyStream().forEach(entry -> {
            Instance instance = run.instance(entry.getKey(), -1);
            JsonNode state = entry.getValue().path("state");
            assertThat(new Attempt(instance.tryNumber(), instance.state().wireName(), instance.maxTries()))
                    .as(entry.getKey())
                    .isEqualTo(new Attempt(
                            entry.getValue().path("try_number").intValue(),
                            state.isNull() ? "none" : state.asText(),
                            entry.getValue().path("max_tries").intValue()));
        });
    }

    private static Outcome outcome(String behaviour) {
        return switch (behaviour) {
            case "ok" -> Outcome.Succeeded.PLAIN;
            case "error" -> new Outcome.Failed("exception", true);
            case "fail_now" -> new Outcome.Failed("exception", false);
            case "skip" -> new Outcome.Skipped();
            default -> throw new IllegalArgumentException("no such behaviour: " + behaviour);
        };
    }
}
