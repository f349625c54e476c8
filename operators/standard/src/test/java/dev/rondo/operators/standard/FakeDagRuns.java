package dev.rondo.operators.standard;

import dev.rondo.sdk.DagRuns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A server that knows the runs a test gives it. */
final class FakeDagRuns implements DagRuns {

    private final Map<String, Run> runs = new HashMap<>();
    private final Map<String, Run> byKey = new HashMap<>();
    private final Map<String, Map<String, List<String>>> tasks = new HashMap<>();
    private final List<Trigger> requests = new ArrayList<>();

    FakeDagRuns run(Run run) {
        runs.put(run.dagId() + "/" + run.runId(), run);
        return this;
    }

    FakeDagRuns task(String dagId, String runId, String taskId, String... states) {
        tasks.computeIfAbsent(dagId + "/" + runId, k -> new HashMap<>()).put(taskId, List.of(states));
        return this;
    }

    void state(String dagId, String runId, String state) {
        Run run = find(dagId, runId).orElseThrow();
        run(new Run(dagId, runId, state, run.logicalDate()));
    }

    List<Trigger> requests() {
        return requests;
    }

    @Override
    public Run trigger(Trigger request) {
        requests.add(request);
        Run known = byKey.get(request.idempotencyKey());
        if (known != null) {
            return known;
        }
        String runId = request.runId() == null ? "manual__" + requests.size() : request.runId();
        if (find(request.dagId(), runId).isPresent() && !request.resetExisting()) {
            throw new IllegalStateException("run " + runId + " of dag " + request.dagId() + " exists");
        }
        Run run = new Run(request.dagId(), runId, "queued", request.logicalDate());
        byKey.put(request.idempotencyKey(), run);
        run(run);
        return run;
    }

    @Override
    public Optional<Run> find(String dagId, String runId) {
        return Optional.ofNullable(runs.get(dagId + "/" + runId));
    }

    @Override
    public Optional<Run> find(String dagId, Instant logicalDate) {
        return runs.values().stream()
                .filter(run -> run.dagId().equals(dagId) && logicalDate.equals(run.logicalDate()))
                .findFirst();
    }

    @Override
    public Map<String, List<String>> taskStates(String dagId, String runId, Collection<String> taskIds) {
        if (find(dagId, runId).isEmpty()) {
            throw new NoSuchElementException(runId);
        }
        Map<String, List<String>> found = new HashMap<>(tasks.getOrDefault(dagId + "/" + runId, Map.of()));
        found.keySet().retainAll(taskIds);
        return found;
    }

    @Override
    public Existence exists(String dagId, Collection<String> taskIds) {
        if (runs.values().stream().noneMatch(run -> run.dagId().equals(dagId))) {
            return new Existence.NoDag();
        }
        List<String> missing = taskIds.stream()
                .filter(id -> tasks.values().stream().noneMatch(states -> states.containsKey(id)))
                .toList();
        return missing.isEmpty() ? new Existence.Complete() : new Existence.NoTasks(missing);
    }
}
