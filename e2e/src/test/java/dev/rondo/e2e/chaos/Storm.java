package dev.rondo.e2e.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.chaos.Asked.Answer;
import dev.rondo.e2e.chaos.Asked.Clear;
import dev.rondo.e2e.chaos.Asked.Mark;
import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Await;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What people do meanwhile, over the API: runs by hand, backfills that are paused and resumed, or do again what is
 * there, clears and marks of what runs, answers, updates of assets. It goes on while servers are killed, and keeps what
 * came of it.
 */
final class Storm {

    private static final String JSON = "application/json";
    // A question waits for three seconds, and is put some time after its run was asked for.
    private static final int MOST_ATTEMPTS = 12;

    private final Api api;
    private final Random random;
    private final List<String> byHand = Kind.dags(Kind.Start.BY_HAND);
    private final Map<String, Set<String>> runs = new HashMap<>();
    private final List<Which> cleared = new ArrayList<>();
    private final Deque<Which> asking = new ArrayDeque<>();
    private final Map<Which, Integer> attempts = new HashMap<>();
    private final List<Clear> clears = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Deque<Which> marking = new ArrayDeque<>();
    private final Map<Which, Mark> marks = new HashMap<>();
    private final Deque<String> redoing = new ArrayDeque<>(Kind.REDONE.dags());
    private final Map<String, Long> retried = new HashMap<>();
    private final Map<String, Integer> updates = new TreeMap<>();
    private final Map<String, Integer> maybeUpdates = new TreeMap<>();
    private int asked;

    /**
     * A storm.
     *
     * @param random decides what is asked for and when
     */
    Storm(Api api, Random random) {
        this.api = api;
        this.random = random;
    }

    /**
     * All that was asked for in that time, or until each DAG had a run and it is enough, if that takes longer.
     *
     * @param enough asked again and again
     */
    Asked blow(Duration length, BooleanSupplier enough) {
        long end = System.nanoTime() + length.toNanos();
        List<Long> backfills = new ArrayList<>();
        for (String dag : Kind.BACKFILLED.dags()) {
            backfills.add(backfill(dag, "2026-01-02", "2026-01-06", Kind.rank(dag) % 3 == 0));
        }
        for (String dag : redoing) {
            if (Redone.Way.of(dag) == Redone.Way.RETRY) {
                retried.put(dag, backfill(dag, "2026-01-01", "2026-01-04", false));
            }
        }
        List<String> each = new ArrayList<>(byHand);
        Collections.shuffle(each, random);
        for (String dag : each) {
            trigger(dag);
            if (random.nextBoolean()) {
                act(backfills);
            }
        }
        while (System.nanoTime() < end || !enough.getAsBoolean()) {
            act(backfills);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
        }
        while (clears.isEmpty() || updates.isEmpty() || marks.isEmpty() && !marking.isEmpty()) {
            clear();
            post();
            mark();
        }
        var _ = Await.until(
                "the runs to be over that are to be done again",
                () -> {
                    redo();
                    return redoing;
                },
                Deque::isEmpty);
        backfills.forEach(id -> untilAnswered("PUT", "/backfills/" + id + "/unpause"));
        return new Asked(
                runs,
                List.copyOf(clears),
                List.copyOf(answers),
                Map.copyOf(marks),
                Map.copyOf(updates),
                Map.copyOf(maybeUpdates));
    }

    private void act(List<Long> backfills) {
        switch (random.nextInt(13)) {
            case 0, 1 -> clear();
            case 2, 3 -> answer();
            case 4 -> post();
            case 5 -> {
                long id = backfills.get(random.nextInt(backfills.size()));
                // Whatever comes of it: in the end all of them are resumed.
                var _ = send("PUT", "/backfills/" + id + (random.nextBoolean() ? "/pause" : "/unpause"), null);
            }
            case 6, 7 -> mark();
            case 8 -> redo();
            default -> trigger(byHand.get(random.nextInt(byHand.size())));
        }
    }

    private Api.Answer send(String method, String path, @Nullable Map<String, ?> body) {
        return api.send(method, path, body, JSON);
    }

    // A server that is killed answers nothing; one that is alone in the world says that it has no scheduler.
    private static boolean isLost(Api.Answer answer) {
        return answer.status() == 0 || answer.status() >= 500;
    }

    private void untilAnswered(String method, String path) {
        Api.Answer answer = send(method, path, null);
        while (isLost(answer)) {
            answer = send(method, path, null);
        }
    }

    /** Asks under an id of our own until there is an answer, so that a lost one makes no second run. */
    private void trigger(String dag) {
        String id = "asked_" + asked++;
        Map<String, @Nullable Object> body = new HashMap<>(Map.of("dag_run_id", id));
        body.put("logical_date", null);
        Api.Answer answer = send("POST", "/dags/" + dag + "/dagRuns", body);
        boolean again = false;
        while (isLost(answer)) {
            again = true;
            answer = send("POST", "/dags/" + dag + "/dagRuns", body);
        }
        if (answer.status() != 200 && !(again && answer.status() == 409)) {
            throw new AssertionError("a run of " + dag + " was answered with " + answer);
        }
        runs.computeIfAbsent(dag, d -> new TreeSet<>()).add(id);
        switch (Kind.of(dag)) {
            case CLEARED -> cleared.add(new Which(dag, id, "a", -1));
            case MARKED -> {
                if (random.nextInt(4) > 0) {
                    marking.add(new Which(dag, id, "a", -1));
                }
            }
            case APPROVED -> {
                if (random.nextBoolean()) {
                    asking.add(new Which(dag, id, "ask", -1));
                }
            }
            default -> {}
        }
    }

    private void clear() {
        if (cleared.isEmpty()) {
            return;
        }
        Which run = cleared.get(random.nextInt(cleared.size()));
        boolean withAllBelow = Clears.withAllBelow(run.dag());
        if (withAllBelow && random.nextInt(4) == 0) {
            clearAll(run);
            return;
        }
        String task = withAllBelow ? List.of("a", "b", "c").get(random.nextInt(3)) : "a";
        long at = System.nanoTime();
        Api.Answer answer = send(
                "POST",
                "/dags/" + run.dag() + "/clearTaskInstances",
                Map.of(
                        "dry_run",
                        false,
                        "dag_run_id",
                        run.run(),
                        "task_ids",
                        List.of(task),
                        "only_failed",
                        false,
                        "include_downstream",
                        withAllBelow));
        if (isLost(answer)) {
            clears.add(new Clear(run.dag(), run.run(), Set.of(), at, false));
        } else if (answer.status() == 200) {
            Set<Which> affected = new HashSet<>();
            for (JsonNode one : answer.json().path("task_instances")) {
                affected.add(new Which(
                        run.dag(),
                        run.run(),
                        one.path("task_id").asText(),
                        one.path("map_index").asInt()));
            }
            clears.add(new Clear(run.dag(), run.run(), affected, at, true));
        } else {
            throw new AssertionError("a clear of " + run + " was answered with " + answer);
        }
    }

    private void clearAll(Which run) {
        long at = System.nanoTime();
        Api.Answer answer =
                send("POST", "/dags/" + run.dag() + "/dagRuns/" + run.run() + "/clear", Map.of("dry_run", false));
        if (isLost(answer)) {
            clears.add(new Clear(run.dag(), run.run(), Set.of(), at, false));
        } else if (answer.status() == 200) {
            Set<Which> affected = new HashSet<>();
            for (String task : List.of("a", "b", "c")) {
                affected.add(new Which(run.dag(), run.run(), task, -1));
            }
            clears.add(new Clear(run.dag(), run.run(), affected, at, true));
        } else {
            throw new AssertionError("a clear of all of " + run + " was answered with " + answer);
        }
    }

    private void mark() {
        Which key = marking.poll();
        if (key == null) {
            return;
        }
        String state = random.nextBoolean() ? "success" : "failed";
        Api.Answer answer = send(
                "PATCH",
                "/dags/" + key.dag() + "/dagRuns/" + key.run() + "/taskInstances/a",
                Map.of("new_state", state));
        if (isLost(answer)) {
            marks.put(key, new Mark(state, Outcome.UNKNOWN));
        } else if (answer.status() == 200) {
            marks.put(key, new Mark(state, Outcome.ACCEPTED));
        } else {
            throw new AssertionError("a mark of " + key + " was answered with " + answer);
        }
    }

    /** Does again what is to be done again of a DAG, once its runs are over. */
    private void redo() {
        String dag = redoing.poll();
        if (dag != null && !(areOver(dag) && isDoneAgain(dag))) {
            redoing.add(dag);
        }
    }

    private boolean areOver(String dag) {
        Api.Answer answer = send("GET", "/dags/" + dag + "/dagRuns?state=success&state=failed", null);
        return answer.status() == 200 && answer.json().path("total_entries").asInt() == 4;
    }

    /** Asks for it; what was lost is looked up before it is asked for again, lest it be done twice. */
    private boolean isDoneAgain(String dag) {
        Long id = retried.get(dag);
        if (id != null) {
            Api.Answer answer = send("POST", "/backfills/" + id + "/retry", Map.of());
            return answer.status() == 200;
        }
        Api.Answer there = send("GET", "/backfills?dag_id=" + dag, null);
        if (there.status() == 200 && there.json().path("total_entries").asInt() > 0) {
            return true;
        }
        Redone.Way way = Redone.Way.of(dag);
        Api.Answer answer = send(
                "POST",
                "/backfills",
                backfillOf(
                        dag,
                        "2026-01-01",
                        "2026-01-04",
                        random.nextBoolean(),
                        way == Redone.Way.ALL_RUNS ? "completed" : "failed"));
        return answer.status() == 200;
    }

    private void answer() {
        Which key = asking.poll();
        if (key == null) {
            return;
        }
        Api.Answer answer = send(
                "PATCH",
                "/dags/" + key.dag() + "/dagRuns/" + key.run() + "/taskInstances/ask/-1/hitlDetails",
                Map.of("chosen_options", List.of("Approve"), "params_input", Map.of("push", true)));
        if (answer.status() == 200) {
            answers.add(new Answer(key, Outcome.ACCEPTED));
        } else {
            answers.add(new Answer(key, isLost(answer) ? Outcome.UNKNOWN : Outcome.REFUSED));
            if (attempts.merge(key, 1, Integer::sum) < MOST_ATTEMPTS) {
                asking.add(key); // not put yet, or over: it is asked again, and again refused
            }
        }
    }

    private void post() {
        List<Integer> ranks = Kind.CONSUMER.dags().stream()
                .map(Kind::rank)
                .filter(rank -> rank % 4 == 1 || rank % 4 == 2)
                .toList();
        String name = Updates.posted(ranks.get(random.nextInt(ranks.size())));
        Api.Answer found = send("GET", "/assets?name_pattern=" + name, null);
        if (found.status() != 200) {
            return;
        }
        long id = found.json().path("assets").path(0).path("id").asLong();
        Api.Answer answer = send("POST", "/assets/events", Map.of("asset_id", id));
        if (answer.status() == 200) {
            updates.merge(name, 1, Integer::sum);
        } else if (isLost(answer)) {
            maybeUpdates.merge(name, 1, Integer::sum);
        } else {
            throw new AssertionError("an update of " + name + " was answered with " + answer);
        }
    }

    private long backfill(String dag, String from, String to, boolean backwards) {
        return api.post("/backfills", backfillOf(dag, from, to, backwards, "none"))
                .path("id")
                .asLong();
    }

    private static Map<String, ?> backfillOf(String dag, String from, String to, boolean backwards, String reprocess) {
        return Map.of(
                "dag_id",
                dag,
                "from_date",
                from + "T00:00:00Z",
                "to_date",
                to + "T00:00:00Z",
                "run_backwards",
                backwards,
                "max_active_runs",
                2,
                "reprocess_behavior",
                reprocess);
    }
}
