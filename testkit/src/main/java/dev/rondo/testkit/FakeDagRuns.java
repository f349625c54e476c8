package dev.rondo.testkit;

import dev.rondo.sdk.DagRuns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Other DAGs and their runs, as a test says they are. Everything that is triggered is kept, for the test to look at,
 * and ends at once in the state the test chose.
 *
 * <pre>{@code
 * FakeDagRuns others = new FakeDagRuns()
 *         .dag("report", "write", "send")
 *         .run("ingest", "scheduled__2026-01-01", Instant.parse("2026-01-01T00:00:00Z"), "success");
 * }</pre>
 *
 * <p>For one thread.
 */
public final class FakeDagRuns implements DagRuns {

    private final Map<String, Set<String>> dags = new HashMap<>();
    private final Map<String, Map<String, Run>> runs = new HashMap<>();
    private final Map<Run, Map<String, List<String>>> states = new HashMap<>();
    private final Map<String, Run> byKey = new HashMap<>();
    private final List<Trigger> triggered = new ArrayList<>();
    private String triggeredState = "success";

    /** There is such a DAG, with these tasks. */
    public FakeDagRuns dag(String dagId, String... taskIds) {
        dags.put(dagId, Set.of(taskIds));
        return this;
    }

    /**
     * The DAG has such a run; one of the same id is replaced.
     *
     * @param logicalDate null: a run without one
     * @param state {@code queued, running, success} or {@code failed}
     */
    public FakeDagRuns run(String dagId, String runId, @Nullable Instant logicalDate, String state) {
        dags.putIfAbsent(dagId, Set.of());
        runs.computeIfAbsent(dagId, id -> new LinkedHashMap<>()).put(runId, new Run(dagId, runId, state, logicalDate));
        return this;
    }

    /**
     * The task has these states in the run, one for each instance.
     *
     * @throws NoSuchElementException when there is no such run
     */
    public FakeDagRuns taskStates(String dagId, String runId, String taskId, String... taskStates) {
        states.computeIfAbsent(require(dagId, runId), run -> new LinkedHashMap<>())
                .put(taskId, List.of(taskStates));
        return this;
    }

    /** In which state runs are found that were triggered; {@code success} unless said. */
    public FakeDagRuns triggeredRunsAre(String state) {
        triggeredState = state;
        return this;
    }

    /** What was triggered, in order. */
    public List<Trigger> triggered() {
        return List.copyOf(triggered);
    }

    @Override
    public Run trigger(Trigger request) {
        Run before = byKey.get(request.idempotencyKey());
        if (before != null) {
            return before;
        }
        String dagId = request.dagId();
        if (!dags.isEmpty() && !dags.containsKey(dagId)) {
            throw new NoSuchElementException("the test has no dag '" + dagId + "'");
        }
        String asked = request.runId();
        String runId = asked == null ? "manual__" + (triggered.size() + 1) : asked;
        if (!request.resetExisting() && find(dagId, runId).isPresent()) {
            throw new IllegalStateException("dag '" + dagId + "' has a run '" + runId + "' already");
        }
        triggered.add(request);
        Run made = new Run(dagId, runId, triggeredState, request.logicalDate());
        runs.computeIfAbsent(dagId, id -> new LinkedHashMap<>()).put(runId, made);
        byKey.put(request.idempotencyKey(), made);
        return made;
    }

    @Override
    public Optional<Run> find(String dagId, String runId) {
        return Optional.ofNullable(runs.getOrDefault(dagId, Map.of()).get(runId));
    }

    @Override
    public Optional<Run> find(String dagId, Instant logicalDate) {
        return runs.getOrDefault(dagId, Map.of()).values().stream()
                .filter(run -> logicalDate.equals(run.logicalDate()))
                .findFirst();
    }

    @Override
    public Map<String, List<String>> taskStates(String dagId, String runId, Collection<String> taskIds) {
        Map<String, List<String>> all = states.getOrDefault(require(dagId, runId), Map.of());
        Map<String, List<String>> found = new LinkedHashMap<>();
        taskIds.forEach(task -> {
            if (all.containsKey(task)) {
                found.put(task, Objects.requireNonNull(all.get(task)));
            }
        });
        return found;
    }

    @Override
    public Existence exists(String dagId, Collection<String> taskIds) {
        Set<String> known = dags.get(dagId);
        if (known == null) {
            return new Existence.NoDag();
        }
        List<String> missing =
                taskIds.stream().filter(task -> !known.contains(task)).toList();
        return missing.isEmpty() ? new Existence.Complete() : new Existence.NoTasks(missing);
    }

    private Run require(String dagId, String runId) {
        return find(dagId, runId)
                .orElseThrow(
                        () -> new NoSuchElementException("the test has no run '" + runId + "' of '" + dagId + "'"));
    }
}
