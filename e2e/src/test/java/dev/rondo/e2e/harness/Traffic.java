package dev.rondo.e2e.harness;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who triggers runs of a DAG all the time, a few at once, and asks again for a run whose request was not
 * answered. Runs are called {@code r0}, {@code r1} and so on.
 */
public final class Traffic implements AutoCloseable {

    /** Runs that are open at once. */
    private static final int AT_ONCE = 4;

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Api api;
    private final String dagId;
    private final Function<String, Map<String, ?>> conf;
    private final List<Run> runs = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> asking;
    private volatile boolean over;

    private Traffic(Api api, String dagId, Function<String, Map<String, ?>> conf) {
        this.api = api;
        this.dagId = dagId;
        this.conf = conf;
        this.asking = CompletableFuture.runAsync(
                this::ask, task -> Thread.ofVirtual().name("traffic").start(task));
    }

    /**
     * Begins.
     *
     * @param conf of a run, by its id
     */
    public static Traffic of(Api api, String dagId, Function<String, Map<String, ?>> conf) {
        return new Traffic(api, dagId, conf);
    }

    private void ask() {
        while (!over) {
            String runId = "r" + runs.size();
            if (open() < AT_ONCE && isTaken(runId)) {
                runs.add(new Run(api, dagId, runId));
            } else {
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    /** As many as there can be while nobody answers. */
    private int open() {
        Api.Answer answer = api.send(
                "GET", "/dags/" + dagId + "/dagRuns?limit=1&state=queued&state=running", null, "application/json");
        return isAway(answer)
                ? Integer.MAX_VALUE
                : answer.require("a list of runs").json().path("total_entries").asInt();
    }

    private boolean isTaken(String runId) {
        Map<String, @Nullable Object> body = new TreeMap<>(Map.of("dag_run_id", runId, "conf", conf.apply(runId)));
        body.put("logical_date", null);
        Api.Answer answer = api.send("POST", "/dags/" + dagId + "/dagRuns", body, "application/json");
        if (answer.status() == 409) { // it was taken before, and the answer was lost
            return true;
        }
        if (isAway(answer)) {
            return false;
        }
        var _ = answer.require("run " + runId);
        return true;
    }

    // Stopped, stopping, or not there yet.
    private static boolean isAway(Api.Answer answer) {
        return answer.status() == 0 || answer.status() == 503;
    }

    /** All runs that were asked for so far. */
    public List<Run> runs() {
        return List.copyOf(runs);
    }

    /** Waits until so many runs that are asked for from now on are over and a success. */
    public List<Run> next(int count) {
        int from = runs.size() + 1; // the next one may have been asked for already
        Await.until("more runs", () -> {
            if (asking.isDone()) {
                asking.join(); // with what it failed for
            }
            return runs.size() >= from + count;
        });
        List<Run> next = runs().subList(from, from + count);
        for (Run run : next) {
            String end = run.awaitEnd();
            if (!end.equals("success")) {
                throw new AssertionError("run " + run.id() + " ended as " + end + ": " + run.states());
            }
        }
        return next;
    }

    /** Asks for no more. */
    @Override
    public void close() {
        over = true;
        asking.join();
    }
}
