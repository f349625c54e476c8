package dev.rondo.e2e.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A DAG run, looked at over the API. */
public final class Run {

    private static final int PAGE = 100;

    private static final Set<String> OVER = Set.of("success", "failed");

    private final Api api;
    private final String dagId;
    private final String runId;

    public Run(Api api, String dagId, String runId) {
        this.api = api;
        this.dagId = dagId;
        this.runId = runId;
    }

    /** What the API says of one instance, or of one try of it. */
    public record Instance(
            String state,
            int tryNumber,
            String reason,
            String message,
            int exitCode,
            String worker,
            String start,
            String end) {

        static Instance of(JsonNode node) {
            return new Instance(
                    node.path("state").asText(),
                    node.path("try_number").asInt(),
                    node.path("reason").asText(),
                    node.path("message").asText(),
                    node.path("exit_code").asInt(),
                    node.path("hostname").asText(),
                    node.path("start_date").asText(),
                    node.path("end_date").asText());
        }
    }

    public String id() {
        return runId;
    }

    Run over(Api another) {
        return new Run(another, dagId, runId);
    }

    private String path() {
        return "/dags/" + dagId + "/dagRuns/" + runId.replace("+", "%2B").replace(":", "%3A");
    }

    public String state() {
        return api.get(path()).path("state").asText();
    }

    /** Waits until the run is over; returns how it ended. */
    public String awaitEnd() {
        return awaitEnd(Await.LIMIT);
    }

    /** Waits until the run is over, at most so long; returns how it ended. */
    public String awaitEnd(Duration limit) {
        return Await.until(
                "run " + runId + " of " + dagId + " to end; tasks " + states(), limit, this::state, OVER::contains);
    }

    /** The task's instance. */
    public Instance task(String taskId) {
        return Instance.of(api.get(path() + "/taskInstances/" + taskId));
    }

    /** When the scheduler gives the task out again by itself, while it waits for that. */
    public Instant nextAt(String taskId) {
        return Instant.parse(
                api.get(path() + "/taskInstances/" + taskId).path("next_at").asText());
    }

    /** One element of a mapped task. */
    public Instance task(String taskId, int mapIndex) {
        return Instance.of(api.get(path() + "/taskInstances/" + taskId + "/" + mapIndex));
    }

    /** One try of the task. */
    public Instance tryOf(String taskId, int number) {
        return Instance.of(api.get(path() + "/taskInstances/" + taskId + "/tries/" + number));
    }

    /** Executions of a try that were lost and cost no retry, each as {@code REASON on WORKER}. */
    public List<String> lostExecutions(String taskId, int number) {
        List<String> lost = new ArrayList<>();
        for (JsonNode one : api.get(path() + "/taskInstances/" + taskId + "/tries/" + number)
                .path("lost_executions")) {
            lost.add(one.path("reason").asText() + " on " + one.path("hostname").asText());
        }
        return lost;
    }

    /** Waits until the task is in the state. */
    public Instance awaitTask(String taskId, String state) {
        awaitBegun();
        return Await.until(
                "task " + taskId + " of " + dagId + " to be " + state,
                () -> task(taskId),
                i -> i.state().equals(state));
    }

    /** State of every instance, by {@code task} or {@code task[index]}. */
    public Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode node : all(path() + "/taskInstances")) {
            int index = node.path("map_index").asInt();
            states.put(
                    node.path("task_id").asText() + (index < 0 ? "" : "[" + index + "]"),
                    node.path("state").asText());
        }
        return states;
    }

    /** The workers that have, or had, its tasks. */
    public Set<String> workers() {
        Set<String> workers = new TreeSet<>();
        for (JsonNode node : all(path() + "/taskInstances")) {
            if (!node.path("hostname").isNull()) {
                workers.add(node.path("hostname").asText());
            }
        }
        return workers;
    }

    /** How many instances are in the state. */
    public int count(String state) {
        return api.get(path() + "/taskInstances?limit=1&state=" + state)
                .path("total_entries")
                .asInt();
    }

    // A page has at most so many, whatever is asked for.
    private List<JsonNode> all(String list) {
        List<JsonNode> all = new ArrayList<>();
        int total;
        do {
            JsonNode page = api.get(list + "?order_by=id&limit=" + PAGE + "&offset=" + all.size());
            page.path("task_instances").forEach(all::add);
            total = page.path("total_entries").asInt();
        } while (all.size() < total);
        return all;
    }

    /** Elements of a mapped task with a try that ended for the reason, by their indices. */
    public Set<Integer> elementsWith(String taskId, String reason) {
        Set<Integer> found = new TreeSet<>();
        for (JsonNode node : all(path() + "/taskInstances/" + taskId + "/listMapped")) {
            int index = node.path("map_index").asInt();
            for (JsonNode one : api.get(path() + "/taskInstances/" + taskId + "/" + index + "/tries")
                    .path("task_instances")) {
                if (one.path("reason").asText().equals(reason)) {
                    found.add(index);
                }
            }
        }
        return found;
    }

    /** The log of a try so far, a line each. */
    public String log(String taskId, int tryNumber) {
        return api.text(path() + "/taskInstances/" + taskId + "/logs/" + tryNumber);
    }

    /** Waits until the run has begun: before that it has no task instances. */
    public void awaitBegun() {
        var _ = Await.until("run " + runId + " of " + dagId + " to begin", this::state, s -> !s.equals("queued"));
    }

    /** Waits until the log of a try holds the text; returns all of it. */
    public String awaitLog(String taskId, int tryNumber, String text) {
        awaitBegun();
        return Await.until(
                "'" + text + "' in the log of " + taskId, () -> log(taskId, tryNumber), log -> log.contains(text));
    }

    /** The log of a callback so far: of a task's for one of its tries. */
    public String callbackLog(String taskId, int tryNumber, String callback) {
        return api.text(path() + "/taskInstances/" + taskId + "/logs/" + tryNumber + "?callback=" + callback);
    }

    /** The log of a callback of the run itself so far. */
    public String callbackLog(String callback) {
        return api.text(path() + "/logs?callback=" + callback);
    }

    /** The fields of the task's operator with their templates filled in, as the API shows them. */
    public JsonNode renderedFields(String taskId) {
        return api.get(path() + "/taskInstances/" + taskId).path("rendered_fields");
    }

    /** The value that the task returned, as the API shows it. */
    public JsonNode result(String taskId) {
        return api.get(path() + "/taskInstances/" + taskId + "/xcomEntries/return_value")
                .path("value");
    }

    /** Answers a task that waits for a person. */
    public void answer(String taskId, String option, Map<String, ?> fields) {
        var _ = api.patch(
                path() + "/taskInstances/" + taskId + "/-1/hitlDetails",
                Map.of("chosen_options", List.of(option), "params_input", fields));
    }

    /** Sets the task's state by hand. */
    public void mark(String taskId, String state) {
        var _ = api.patch(path() + "/taskInstances/" + taskId, Map.of("new_state", state));
    }
}
