package dev.rondo.e2e.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.e2e.chaos.Asked.Answer;
import dev.rondo.e2e.chaos.Asked.Clear;
import dev.rondo.e2e.chaos.Asked.Mark;
import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Await;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Clears, marks and answers of what runs. */
final class Hands {

    // A question waits for three seconds, and is put some time after its run was asked for.
    private static final int MOST_ATTEMPTS = 12;

    private final Requests requests;
    private final Random random;
    private final List<Which> cleared = new ArrayList<>();
    private final List<Clear> clears = new ArrayList<>();
    private final Deque<Which> asking = new ArrayDeque<>();
    private final Map<Which, Integer> attempts = new HashMap<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Deque<Which> marking = new ArrayDeque<>();
    private final Map<Which, Mark> marks = new HashMap<>();

    Hands(Requests requests, Random random) {
        this.requests = requests;
        this.random = random;
    }

    /** A run was asked for, of which something may be done. */
    void takeNoteOf(String dag, String run) {
        switch (Kind.of(dag)) {
            case CLEARED -> cleared.add(new Which(dag, run, "a", -1));
            case MARKED -> {
                if (random.nextInt(4) > 0) {
                    marking.add(toMark(dag, run));
                }
            }
            case APPROVED -> {
                if (random.nextInt(4) > 0) {
                    asking.add(new Which(dag, run, "ask", -1));
                }
            }
            default -> {}
        }
    }

    private Which toMark(String dag, String run) {
        if (MarkedRuns.isMarkedWhole(dag)) {
            return new Which(dag, run, "", -1);
        }
        return random.nextBoolean() ? new Which(dag, run, "a", -1) : new Which(dag, run, "each", 1);
    }

    void clear() {
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
        Api.Answer answer = requests.post(
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
        Set<Which> affected = new HashSet<>();
        if (answer.status() == 200) {
            for (JsonNode one : answer.json().path("task_instances")) {
                affected.add(new Which(
                        run.dag(),
                        run.run(),
                        one.path("task_id").asText(),
                        one.path("map_index").asInt()));
            }
        }
        keep(run, answer, affected, at);
    }

    private void clearAll(Which run) {
        long at = System.nanoTime();
        Api.Answer answer =
                requests.post("/dags/" + run.dag() + "/dagRuns/" + run.run() + "/clear", Map.of("dry_run", false));
        Set<Which> affected = new HashSet<>();
        if (answer.status() == 200) {
            for (String task : List.of("a", "b", "c")) {
                affected.add(new Which(run.dag(), run.run(), task, -1));
            }
        }
        keep(run, answer, affected, at);
    }

    private void keep(Which run, Api.Answer answer, Set<Which> affected, long at) {
        if (answer.status() != 200 && !Requests.isLost(answer)) {
            throw new AssertionError("a clear of " + run + " was answered with " + answer);
        }
        clears.add(new Clear(run.dag(), run.run(), affected, at, answer.status() == 200));
    }

    void mark() {
        Which key = marking.poll();
        if (key == null) {
            return;
        }
        String state = random.nextBoolean() ? "success" : "failed";
        Api.Answer answer = mark(key, state);
        if (Requests.isLost(answer)) {
            marks.put(key, new Mark(state, Outcome.UNKNOWN, Instant.now()));
        } else if (answer.status() == 200) {
            marks.put(key, new Mark(state, Outcome.ACCEPTED, Instant.now()));
        } else {
            throw new AssertionError("a mark of " + key + " was answered with " + answer);
        }
    }

    private Api.Answer mark(Which key, String state) {
        String run = "/dags/" + key.dag() + "/dagRuns/" + key.run();
        return key.task().isEmpty()
                ? requests.patch(run, Map.of("state", state))
                : requests.patch(
                        run + "/taskInstances/" + key.task() + (key.map() < 0 ? "" : "/" + key.map()),
                        Map.of("new_state", state));
    }

    void answer() {
        Which key = asking.poll();
        if (key == null) {
            return;
        }
        if (!attempt(key) && attempts.merge(key, 1, Integer::sum) < MOST_ATTEMPTS) {
            asking.add(key); // not put yet, or over: it is asked again, and again refused
        }
    }

    private boolean attempt(Which key) {
        Api.Answer answer = requests.patch(
                "/dags/" + key.dag() + "/dagRuns/" + key.run() + "/taskInstances/ask/-1/hitlDetails",
                Map.of("chosen_options", List.of("Approve"), "params_input", Map.of("push", true)));
        boolean accepted = answer.status() == 200;
        Outcome outcome = accepted ? Outcome.ACCEPTED : Requests.isLost(answer) ? Outcome.UNKNOWN : Outcome.REFUSED;
        answers.add(new Answer(key, outcome));
        return accepted;
    }

    /** Answers a question as soon as it is put, unless its three seconds pass between two attempts. */
    void insist(Which question) {
        var _ = Await.until(
                "the end of " + question,
                () -> {
                    attempt(question);
                    return requests.get("/dags/" + question.dag() + "/dagRuns/" + question.run());
                },
                run -> hasAnswered()
                        || run.status() == 200
                                && Set.of("success", "failed")
                                        .contains(run.json().path("state").asText()));
    }

    List<Clear> clears() {
        return List.copyOf(clears);
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    Map<Which, Mark> marks() {
        return Map.copyOf(marks);
    }

    boolean hasAnswered() {
        return answers.stream().anyMatch(answer -> answer.outcome() == Outcome.ACCEPTED);
    }

    /** Whether of each sort something was accepted. */
    boolean haveDoneAll() {
        return clears.stream().anyMatch(Clear::acknowledged) && hasAnswered() && haveMarkedAll();
    }

    /** Whether of a task, an element and a run some mark was accepted. */
    boolean haveMarkedAll() {
        return Marks.accepted(marks).containsAll(Set.of(Marks.Sort.values()));
    }
}
