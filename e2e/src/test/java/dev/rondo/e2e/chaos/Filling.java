package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Cancel;
import dev.rondo.e2e.harness.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Backfills of some tasks, and those that are cancelled. */
final class Filling {

    private final Requests requests;
    private final Path folder;
    private final Map<String, Long> backfills = new HashMap<>();
    private final Deque<String> cancelling = new ArrayDeque<>();
    private final Map<String, Instant> since = new HashMap<>();
    private final List<Cancel> cancels = new ArrayList<>();

    /**
     * Those of a storm.
     *
     * @param folder where bodies leave what they do
     */
    Filling(Requests requests, Path folder) {
        this.requests = requests;
        this.folder = folder;
    }

    /** Makes them; while nothing is killed, as an answer that is lost cannot be asked for again. */
    void begin() {
        for (String dag : Kind.FILLED.dags()) {
            Map<String, Object> body = new HashMap<>(Map.of("dag_id", dag, "max_active_runs", 2));
            if (Filled.isCancelled(dag)) {
                body.put("from_date", Filled.FIRST.toString());
                body.put(
                        "to_date",
                        Filled.FIRST.plus(Duration.ofDays(Filled.DAYS - 1)).toString());
                cancelling.add(dag);
            } else {
                body.put("from_date", "2026-01-02T00:00:00Z");
                body.put("to_date", "2026-01-06T00:00:00Z");
                body.put("tasks", Filled.CHOSEN);
                body.put("include_upstream", Filled.withUpstream(dag));
            }
            Api.Answer answer = requests.post("/backfills", body);
            if (answer.status() != 200) {
                throw new AssertionError("a backfill of " + dag + " was answered with " + answer);
            }
            backfills.put(dag, answer.json().path("id").asLong());
        }
    }

    /** Cancels one of which something ran; what was not answered is asked for again. */
    void cancel() {
        String dag = cancelling.poll();
        if (dag != null && !(Lives.hasOf(dag, folder) && isCancelled(dag))) {
            cancelling.add(dag);
        }
    }

    private boolean isCancelled(String dag) {
        boolean again = since.containsKey(dag);
        Instant from = since.computeIfAbsent(dag, d -> Instant.now());
        Api.Answer answer = requests.put("/backfills/" + backfills.get(dag) + "/cancel");
        if (Requests.isLost(answer)) {
            return false;
        }
        if (answer.status() != 200 && !(again && answer.status() == 409)) {
            throw new AssertionError("the cancel of the backfill of " + dag + " was answered with " + answer);
        }
        return cancels.add(new Cancel(dag, from, Instant.now()));
    }

    boolean haveAllBeenCancelled() {
        return cancelling.isEmpty();
    }

    List<Cancel> cancels() {
        return List.copyOf(cancels);
    }
}
