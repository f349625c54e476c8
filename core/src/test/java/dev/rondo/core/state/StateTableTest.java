package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.state.RunEvent.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Feeds every event to an instance in every state and compares the answers with a table that people have reviewed
 * ({@code task-state-table.md} among the resources).
 *
 * <p>The instance is in its first try of two, dispatch 5; nothing is above it. A second task runs beside it, so that
 * the run goes on. A cell says the new state, {@code =} if the event has no answer, and what else is decided.
 */
class StateTableTest {

    private static final Instant NOW = TestRun.START;
    private static final long DISPATCH = 5;

    private final Graph graph = graph();

    private static Graph graph() {
        TestDag dag = TestDag.named("table").chain("t").chain("beside");
        dag.task("t").retries(1).callbacks("success", "failure", "retry", "skipped");
        dag.task("beside").dependsOnPast(true);
        return dag.graph();
    }

    @Test
    void every_event_in_every_state_has_the_reviewed_answer() throws IOException {
        StringBuilder table = new StringBuilder("| event |");
        for (TaskState state : TaskState.values()) {
            table.append(' ').append(state.wireName()).append(" |");
        }
        table.append("\n|---|").append("---|".repeat(TaskState.values().length)).append('\n');
        events().forEach((name, event) -> {
            table.append("| ").append(name).append(" |");
            for (TaskState state : TaskState.values()) {
                table.append(' ').append(answer(state, event)).append(" |");
            }
            table.append('\n');
        });

        assertThat(table).hasToString(reviewed("task-state-table.md"));
    }

    /** A run that waits or is over, with its first task in a state that it can then have; nothing is beside it. */
    private record Standing(RunState run, TaskState task) {
        @Override
        public String toString() {
            return run.wireName() + ": " + task.wireName();
        }
    }

    private static final List<Standing> NOT_RUNNING = List.of(
            new Standing(RunState.QUEUED, TaskState.NONE),
            new Standing(RunState.QUEUED, TaskState.SUCCESS),
            new Standing(RunState.QUEUED, TaskState.FAILED),
            new Standing(RunState.QUEUED, TaskState.SKIPPED),
            new Standing(RunState.SUCCESS, TaskState.SUCCESS),
            new Standing(RunState.SUCCESS, TaskState.SKIPPED),
            new Standing(RunState.SUCCESS, TaskState.REMOVED),
            new Standing(RunState.FAILED, TaskState.NONE),
            new Standing(RunState.FAILED, TaskState.FAILED),
            new Standing(RunState.FAILED, TaskState.UPSTREAM_FAILED),
            new Standing(RunState.FAILED, TaskState.SUCCESS),
            new Standing(RunState.FAILED, TaskState.SKIPPED));

    @Test
    void every_event_in_a_run_that_waits_or_is_over_has_the_reviewed_answer() throws IOException {
        Graph alone = alone();
        StringBuilder table = new StringBuilder("| event |");
        NOT_RUNNING.forEach(each -> table.append(' ').append(each).append(" |"));
        table.append("\n|---|").append("---|".repeat(NOT_RUNNING.size())).append('\n');
        events().forEach((name, event) -> {
            table.append("| ").append(name).append(" |");
            for (Standing each : NOT_RUNNING) {
                RunModel model = RunModel.builder(alone, RunFacts.UNDATED, each.run(), NOW)
                        .add(instance(each.task()))
                        .build();
                table.append(' ').append(answer(alone, model, event)).append(" |");
            }
            table.append('\n');
        });

        assertThat(table).hasToString(reviewed("run-state-table.md"));
    }

    private static Graph alone() {
        TestDag dag = TestDag.named("alone").chain("t");
        dag.task("t").retries(1).callbacks("success", "failure", "retry", "skipped");
        return dag.graph();
    }

    @Test
    void the_tables_have_a_row_for_every_kind_of_event_and_of_end() {
        assertThat(events().values())
                .extracting(event -> (Object) event.getClass())
                .contains((Object[]) RunEvent.class.getPermittedSubclasses());
        assertThat(outcomes().values())
                .extracting(outcome -> (Object) outcome.getClass())
                .contains((Object[]) Outcome.class.getPermittedSubclasses());
    }

    private static String reviewed(String name) throws IOException {
        try (InputStream in = StateTableTest.class.getResourceAsStream("/state/" + name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, RunEvent> events() {
        Map<String, RunEvent> events = new LinkedHashMap<>();
        events.put("run started", new RunEvent.RunStarted());
        events.put("dispatched", new RunEvent.Dispatched(0, -1, DISPATCH + 1));
        events.put("dispatched, late", new RunEvent.Dispatched(0, -1, DISPATCH));
        events.put("started", new RunEvent.Started(0, -1, DISPATCH, NOW));
        events.put("started, late", new RunEvent.Started(0, -1, DISPATCH - 1, NOW));
        outcomes().forEach((name, outcome) -> events.put(name, new RunEvent.Ended(0, -1, DISPATCH, outcome, NOW)));
        events.put("succeeded, late", new RunEvent.Ended(0, -1, DISPATCH - 1, Outcome.Succeeded.PLAIN, NOW));
        events.put("returned", new RunEvent.Returned(0, -1, DISPATCH));
        events.put("returned, late", new RunEvent.Returned(0, -1, DISPATCH - 1));
        events.put("due", new RunEvent.Due(0, -1));
        events.put("due, no such instance", new RunEvent.Due(0, 3));
        events.put("woken", new RunEvent.Woken(0, -1, DISPATCH));
        events.put("woken, late", new RunEvent.Woken(0, -1, DISPATCH - 1));
        events.put("woken, no such instance", new RunEvent.Woken(0, 3, DISPATCH));
        events.put("past changed", new RunEvent.PastChanged());
        events.put("answered yes", new RunEvent.Answered(0, -1, false));
        events.put("answered no", new RunEvent.Answered(0, -1, true));
        events.put("cleared", new RunEvent.Cleared(List.of(new Target(0, -1)), RunState.QUEUED));
        for (TaskState state : List.of(TaskState.SUCCESS, TaskState.FAILED, TaskState.SKIPPED)) {
            events.put("marked " + state.wireName(), new RunEvent.Marked(List.of(new Target(0, -1)), state));
        }
        events.put("run timed out", new RunEvent.RunTimedOut());
        for (RunState state : RunState.values()) {
            events.put("run marked " + state.wireName(), new RunEvent.RunMarked(state));
        }
        return events;
    }

    private static Map<String, Outcome> outcomes() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("succeeded", Outcome.Succeeded.PLAIN);
        outcomes.put("failed", new Outcome.Failed("exception", true));
        outcomes.put("failed for good", new Outcome.Failed("exception", false));
        outcomes.put("skipped itself", new Outcome.Skipped());
        outcomes.put("look again", new Outcome.LookAgain(NOW.plus(Duration.ofSeconds(30))));
        outcomes.put("lost", new Outcome.Lost("worker_gone"));
        outcomes.put("stopped", new Outcome.Stopped());
        return outcomes;
    }

    private static Instance instance(TaskState state) {
        return Instance.fresh(0, -1, 1)
                .edit()
                .state(state)
                .tryNumber(1)
                .dispatchId(DISPATCH)
                .nextAt(NOW.minusSeconds(1))
                .done();
    }

    private String answer(TaskState state, RunEvent event) {
        RunModel model = RunModel.builder(graph, RunFacts.UNDATED, RunState.RUNNING, NOW)
                .add(instance(state))
                .add(Instance.fresh(1, -1, 0).withState(TaskState.RUNNING))
                .build();
        return answer(graph, model, event);
    }

    private static String answer(Graph graph, RunModel model, RunEvent event) {
        List<String> words = new ArrayList<>();
        for (Decision decision : RunMachine.on(graph, model, event, NOW)) {
            switch (decision) {
                case Decision.Changed changed
                when changed.after().task() == 0 ->
                    words.add(changed.after().state().wireName()
                            + (changed.after().tryNumber() == 1
                                    ? ""
                                    : " #" + changed.after().tryNumber()));
                case Decision.Stop stop when stop.task() == 0 -> words.add("stop");
                case Decision.Callback callback -> words.add("on_" + callback.kind());
                case Decision.Email email -> words.add("email_" + email.kind());
                case Decision.Changed beside -> {}
                case Decision.Stop beside -> {}
                case Decision.RunChanged run -> words.add("run " + run.after().wireName());
                case Decision.Expanded expanded -> throw new AssertionError(expanded);
            }
        }
        return words.isEmpty() ? "=" : String.join(", ", words);
    }
}
