package dev.rondo.e2e.chaos;

import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Await;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Backfills: those that are paused and go on, and those that do again what is there. */
final class Redoing {

    // Claimed by a scheduler that was killed with it, one is carried out when another scheduler finds it.
    private static final String UNDER_WAY =
            "select command_id::text from command where kind = 'PauseBackfill' and done_at is null";

    private static final int NOTHING_FAILED = 409;

    private final Requests requests;
    private final Database database;
    private final Random random;
    private final Map<String, Long> backfills = new HashMap<>();
    private final Deque<String> redoing = new ArrayDeque<>(Kind.REDONE.dags());
    private final Map<String, Long> retried = new HashMap<>();
    private final Map<String, Instant> since = new HashMap<>();
    private final List<Asked.Pause> pauses = new ArrayList<>();

    Redoing(Requests requests, Database database, Random random) {
        this.requests = requests;
        this.database = database;
        this.random = random;
    }

    /** Makes those that make runs; while nothing is killed, as an answer that is lost cannot be asked for again. */
    void begin() {
        for (String dag : Kind.BACKFILLED.dags()) {
            backfills.put(dag, make(dag, "2026-01-02", "2026-01-06", Backfills.isBackwards(dag)));
        }
        for (String dag : redoing) {
            if (Redone.Way.of(dag) == Redone.Way.RETRY) {
                retried.put(dag, make(dag, "2026-01-01", "2026-01-04", false));
            }
        }
    }

    private long make(String dag, String from, String to, boolean backwards) {
        Api.Answer answer = requests.post("/backfills", body(dag, from, to, backwards));
        if (answer.status() != 200) {
            throw new AssertionError("a backfill of " + dag + " was answered with " + answer);
        }
        return answer.json().path("id").asLong();
    }

    private static Map<String, Object> body(String dag, String from, String to, boolean backwards) {
        return new HashMap<>(Map.of(
                "dag_id",
                dag,
                "from_date",
                from + "T00:00:00Z",
                "to_date",
                to + "T00:00:00Z",
                "run_backwards",
                backwards,
                "max_active_runs",
                2));
    }

    private static Map<String, Object> again(String dag, boolean backwards) {
        Redone.Way way = Redone.Way.of(dag);
        Map<String, Object> body = body(dag, "2026-01-01", "2026-01-04", backwards);
        body.put("reprocess_behavior", way == Redone.Way.FAILED_RUNS ? "failed" : "completed");
        if (way == Redone.Way.SOME_TASKS) {
            body.put("tasks", Redone.CHOSEN);
        }
        return body;
    }

    /** Pauses a backfill, or lets it go on; never while one that was not answered may still be carried out after it. */
    void pause() {
        List<String> dags = Kind.BACKFILLED.dags();
        String dag = dags.get(random.nextInt(dags.size()));
        boolean goesOn = since.containsKey(dag) || random.nextInt(3) == 0;
        if (!isNoneUnderWay()) {
            return;
        }
        if (goesOn) {
            goOn(dag);
        } else if (requests.put("/backfills/" + backfills.get(dag) + "/pause").status() == 200) {
            since.put(dag, Instant.now());
        }
    }

    private void goOn(String dag) {
        Instant paused = since.remove(dag);
        if (paused != null) {
            pauses.add(new Asked.Pause(dag, paused, Instant.now()));
        }
        // Whatever comes of it: in the end all of them are resumed.
        var _ = requests.put("/backfills/" + backfills.get(dag) + "/unpause");
    }

    private boolean isNoneUnderWay() {
        return database.texts(UNDER_WAY).isEmpty();
    }

    /** Does again what is to be done again of a DAG, once its runs are over. */
    void redo() {
        String dag = redoing.poll();
        if (dag != null && !(areOver(dag) && isDoneAgain(dag))) {
            redoing.add(dag);
        }
    }

    private boolean areOver(String dag) {
        Api.Answer answer = requests.get("/dags/" + dag + "/dagRuns?state=success&state=failed");
        return answer.status() == 200 && answer.json().path("total_entries").asInt() == 4;
    }

    /** Asks for it; what was lost is looked up before it is asked for again, lest it be done twice. */
    private boolean isDoneAgain(String dag) {
        Long id = retried.get(dag);
        if (id != null) {
            // One of the runs fails at first: where none has, an answer was lost.
            return Set.of(200, NOTHING_FAILED)
                    .contains(requests.post("/backfills/" + id + "/retry", Map.of())
                            .status());
        }
        Api.Answer there = requests.get("/backfills?dag_id=" + dag);
        if (there.status() == 200 && there.json().path("total_entries").asInt() > 0) {
            return true;
        }
        return requests.post("/backfills", again(dag, random.nextBoolean())).status() == 200;
    }

    /** Does the rest, and lets all go on. */
    void end() {
        Await.until("pauses that were not answered to be carried out", this::isNoneUnderWay);
        backfills.forEach((dag, id) -> {
            Instant paused = since.remove(dag);
            if (paused != null) {
                pauses.add(new Asked.Pause(dag, paused, Instant.now()));
            }
            var _ = requests.untilAnswered("PUT", "/backfills/" + id + "/unpause", null);
        });
        var _ = Await.until(
                "the runs to be over that are to be done again",
                () -> {
                    redo();
                    return redoing;
                },
                Deque::isEmpty);
    }

    List<Asked.Pause> pauses() {
        return List.copyOf(pauses);
    }
}
