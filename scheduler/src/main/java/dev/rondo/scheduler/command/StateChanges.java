package dev.rondo.scheduler.command;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.state.Decision;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.TaskState;
import dev.rondo.metadata.command.Change;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The states of runs and task instances before a command and after it: each by its name as long as they are few, and
 * how many had each state.
 */
final class StateChanges {

    // As many as somebody looks at one by one.
    private static final int MAX_NAMED = 20;

    private final Map<String, JsonValue> namedBefore = new LinkedHashMap<>();
    private final Map<String, JsonValue> namedAfter = new LinkedHashMap<>();
    private final Map<String, Long> tasksBefore = new TreeMap<>();
    private final Map<String, Long> tasksAfter = new TreeMap<>();
    private final Map<String, Long> runsBefore = new TreeMap<>();
    private final Map<String, Long> runsAfter = new TreeMap<>();

    /** A run has, or keeps, a state. */
    void run(RunState before, RunState after) {
        runsBefore.merge(before.wireName(), 1L, Long::sum);
        runsAfter.merge(after.wireName(), 1L, Long::sum);
    }

    /**
     * What was decided of a run.
     *
     * @param concerned the instances that are told of; what follows from them is not the command's
     */
    void tasks(String runId, Graph graph, List<Decision> decisions, Predicate<RunEvent.Target> concerned) {
        Map<RunEvent.Target, Decision.Changed> first = new LinkedHashMap<>();
        Map<RunEvent.Target, Decision.Changed> last = new HashMap<>();
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Changed changed) {
                Instance after = changed.after();
                RunEvent.Target target = new RunEvent.Target(after.task(), after.mapIndex());
                if (concerned.test(target)) {
                    first.putIfAbsent(target, changed);
                    last.put(target, changed);
                }
            }
        }
        last.forEach(
                (target, changed) -> tasksAfter.merge(changed.after().state().wireName(), 1L, Long::sum));
        first.forEach((target, changed) -> {
            tasksBefore.merge(changed.before().wireName(), 1L, Long::sum);
            if (namedBefore.size() < MAX_NAMED) {
                String index = target.mapIndex() < 0 ? "" : "[" + target.mapIndex() + "]";
                String name = runId + "/" + graph.task(target.task()).taskId() + index;
                namedBefore.put(name, new JsonString(changed.before().wireName()));
                TaskState after =
                        Objects.requireNonNull(last.get(target)).after().state();
                namedAfter.put(name, new JsonString(after.wireName()));
            }
        });
    }

    Change change() {
        return runsBefore.isEmpty() && tasksBefore.isEmpty()
                ? Change.NONE
                : new Change(told(runsBefore, tasksBefore, namedBefore), told(runsAfter, tasksAfter, namedAfter));
    }

    private static JsonObject told(Map<String, Long> runs, Map<String, Long> tasks, Map<String, JsonValue> named) {
        return JsonObject.builder()
                .put("runs", counts(runs))
                .put("tasks", counts(tasks))
                .put("states", JsonObject.of(named))
                .build();
    }

    private static JsonObject counts(Map<String, Long> numbers) {
        Map<String, JsonValue> counts = new LinkedHashMap<>();
        numbers.forEach((state, number) -> counts.put(state, JsonNumber.of(number)));
        return JsonObject.of(counts);
    }
}
