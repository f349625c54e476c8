package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.TestDag;
import dev.rondo.core.graph.TestDag.TestTask;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.core.state.RunEvent.Outcome;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.FollowingRun;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

@SemanticsTest("branch_skip")
class BranchSkipSemanticsTest {

    /** Which of the ready tasks runs next; the recording was made in these three orders. */
    private enum Order {
        TOGETHER,
        ASCENDING,
        DESCENDING
    }

    private record Result(String runState, Map<String, String> states) {}

    @RecordedCases
    void a_run_ends_in_one_of_the_recorded_ways_whatever_the_order(RecordedCase recorded) {
        Graph graph = graph(recorded);
        Set<Result> seen = new LinkedHashSet<>();
        for (Order order : Order.values()) {
            seen.add(play(graph, recorded, order));
        }

        assertThat(expected(recorded)).containsAll(seen);
    }

    private static List<Result> expected(RecordedCase recorded) {
        return recorded.get("outcomes")
                .valueStream()
                .map(outcome -> {
                    Map<String, String> states = new TreeMap<>();
                    outcome.path("final_states")
                            .propertyStream()
                            .forEach(entry ->
                                    states.put(entry.getKey(), entry.getValue().asText()));
                    return new Result(outcome.path("run_state").asText(), states);
                })
                .toList();
    }

    private static Result play(Graph graph, RecordedCase recorded, Order order) {
        Map<String, Outcome> outcomes = outcomes(recorded);
        Instant now = recorded.instant("now");
        TestRun run = TestRun.created(graph, facts(graph, recorded));
        if (now != null) {
            run.wait(Duration.between(TestRun.START, now));
        }
        run.start();
        for (List<String> ready = ready(run, order); !ready.isEmpty(); ready = ready(run, order)) {
            ready.forEach(task -> run.begin(task, -1));
            ready.forEach(task -> run.end(task, -1, outcomes.getOrDefault(task, Outcome.Succeeded.PLAIN)));
        }
        return new Result(run.runState().wireName(), run.states());
    }

    private static List<String> ready(TestRun run, Order order) {
        List<String> ready = run.model().instances().stream()
                .filter(each -> each.state() == TaskState.SCHEDULED)
                .map(each -> run.graph().task(each.task()).taskId())
                .sorted(order == Order.DESCENDING ? Comparator.reverseOrder() : Comparator.naturalOrder())
                .toList();
        return order == Order.TOGETHER ? ready : ready.stream().limit(1).toList();
    }

    private static RunFacts facts(Graph graph, RecordedCase recorded) {
        JsonNode interval = recorded.json().path("data_interval");
        if (interval.isMissingNode()) {
            return RunFacts.UNDATED;
        }
        DataInterval covered = new DataInterval(
                RecordedTime.requireInstant(interval.get(0)), RecordedTime.requireInstant(interval.get(1)));
        Instant next = FollowingRun.after(graph.spec(), covered, covered.end(), () -> {
            throw new AssertionError("the schedule is no class");
        });
        return new RunFacts(
                RunType.ofWireName(recorded.text("run_type")),
                covered.start(),
                covered.end(),
                next,
                false,
                NoPast.INSTANCE);
    }

    private static Graph graph(RecordedCase recorded) {
        TestDag dag = TestDag.named("recorded");
        if (recorded.json().has("schedule")) {
            dag.schedule(schedule(recorded.text("schedule")), "UTC");
        }
        Map<String, List<String>> groups = new HashMap<>();
        recorded.get("tasks").valueStream().forEach(json -> {
            TestTask task = dag.task(json.path("id").asText()).body(body(json));
            if (json.has("trigger_rule")) {
                task.rule(TriggerRule.valueOf(json.path("trigger_rule").asText().toUpperCase(Locale.ROOT)));
            }
            if (json.path("setup").asBoolean()) {
                task.setup();
            }
            if (json.has("teardown_of")) {
                task.teardownOf(json.path("teardown_of")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList());
            }
            if (json.has("group")) {
                String group = json.path("group").asText();
                task.group(group);
                groups.computeIfAbsent(group, each -> new ArrayList<>())
                        .add(json.path("id").asText());
            }
        });
        groups.keySet().forEach(group -> dag.group(group, null, null));
        List<List<String>> edges = recorded.get("edges")
                .valueStream()
                .map(edge -> List.of(edge.get(0).asText(), edge.get(1).asText()))
                .toList();
        for (List<String> edge : edges) {
            ends(edge.get(0), groups, edges, 0)
                    .forEach(from -> ends(edge.get(1), groups, edges, 1).forEach(to -> dag.edge(from, to)));
        }
        return dag.graph();
    }

    private static ScheduleSpec schedule(String recorded) {
        return switch (recorded) {
            case "daily_interval" -> new ScheduleSpec.CronDataInterval("@daily");
            case "daily_trigger" -> new ScheduleSpec.CronTrigger(List.of("@daily"));
            default -> throw new IllegalArgumentException(recorded);
        };
    }

    /** A group as an end of an edge stands for its last (side 0) or first (side 1) tasks. */
    private static List<String> ends(String id, Map<String, List<String>> groups, List<List<String>> edges, int side) {
        List<String> members = groups.get(id);
        return members == null
                ? List.of(id)
                : members.stream()
                        .filter(member -> edges.stream()
                                .noneMatch(
                                        edge -> edge.get(side).equals(member) && members.contains(edge.get(1 - side))))
                        .toList();
    }

    private static Body body(JsonNode task) {
        return switch (task.path("type").asText()) {
            case "branch" -> Body.CHOOSE;
            case "short_circuit" ->
                task.path("ignore_downstream_trigger_rules").asBoolean(true)
                        ? Body.SHORT_CIRCUIT
                        : Body.SHORT_CIRCUIT_DIRECT;
            case "latest_only" -> Body.LATEST_ONLY;
            default -> Body.CALL;
        };
    }

    private static Map<String, Outcome> outcomes(RecordedCase recorded) {
        Map<String, Outcome> outcomes = new HashMap<>();
        recorded.get("tasks")
                .valueStream()
                .forEach(task -> outcomes.put(task.path("id").asText(), outcome(task)));
        return outcomes;
    }

    private static Outcome outcome(JsonNode task) {
        return switch (task.path("type").asText()) {
            case "fail" -> new Outcome.Failed("exception", true);
            case "skip" -> new Outcome.Skipped();
            case "branch" ->
                new Outcome.Succeeded(
                        task.path("follow").isTextual()
                                ? List.of(task.path("follow").asText())
                                : task.path("follow")
                                        .valueStream()
                                        .map(JsonNode::asText)
                                        .toList(),
                        Instance.NO_LIST,
                        true);
            case "short_circuit" -> new Outcome.Succeeded(null, Instance.NO_LIST, isTruthy(task.path("condition")));
            default -> Outcome.Succeeded.PLAIN;
        };
    }

    /** What Python takes for true; a body of ours returns a boolean. */
    private static boolean isTruthy(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.doubleValue() != 0;
            case STRING -> !value.asText().isEmpty();
            case ARRAY, OBJECT -> !value.isEmpty();
            default -> false;
        };
    }
}
