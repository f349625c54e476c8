package dev.rondo.scheduler.simulation;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.scheduler.testing.TestTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A DAG of the play: what its bodies do, and what has to come of it whatever happens on the way. Each task runs when
 * all above it succeeded.
 */
final class SimulatedDag {

    static final String POOL = "simulated";

    /** Longer than a play; what happens before in a watched sensor, its worker says. */
    private static final Duration REPAIR = Duration.ofHours(1);

    private final TestDag dag;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    /**
     * What is known of a task.
     *
     * @param failing so many of its tries fail before one succeeds
     * @param looks so often it looks again before it ends
     * @param watched whether it looks again once, keeps nothing, and may be watched until its next look
     * @param length of the list that it returns; 0: none
     * @param elements so many instances it has; -1: it is not mapped
     */
    private record Task(
            String id,
            List<String> above,
            int failing,
            int retries,
            int looks,
            boolean watched,
            int length,
            int elements) {
        boolean succeeds() {
            return failing <= retries;
        }
    }

    SimulatedDag(String dagId, SplittableRandom random) {
        dag = TestDag.named(dagId).maxActiveRuns(1 + random.nextInt(3)).maxActiveTasks(1 + random.nextInt(6));
        int size = 2 + random.nextInt(5);
        for (int i = 0; i < size; i++) {
            add("t" + i, random);
        }
    }

    private void add(String id, SplittableRandom random) {
        List<String> above = new ArrayList<>();
        for (String other : tasks.keySet()) {
            if (random.nextInt(3) == 0) {
                above.add(other);
            }
        }
        List<String> lists = above.stream().filter(each -> length(each) > 0).toList();
        boolean mapped = !lists.isEmpty() && random.nextBoolean();
        int retries = random.nextInt(3);
        Task task = new Task(
                id,
                above,
                random.nextInt(3) == 0 ? random.nextInt(4) : 0,
                retries,
                random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0,
                random.nextInt(4) == 0,
                mapped ? 0 : random.nextInt(3),
                mapped ? length(lists.getFirst()) : -1);
        tasks.put(id, task);
        TestTask written = dag.task(id).after(above.toArray(String[]::new));
        written.retries(retries, Duration.ofMinutes(random.nextInt(3)));
        written.priority(1 + random.nextInt(3));
        if (random.nextBoolean()) {
            written.pool(POOL, 1 + random.nextInt(2));
        }
        if (random.nextInt(5) == 0) {
            written.maxActivePerDag(1);
        }
        if (mapped) {
            written.mapOver(lists.getFirst());
        }
    }

    private Task task(String id) {
        return Objects.requireNonNull(tasks.get(id), id);
    }

    private int length(String id) {
        return task(id).length();
    }

    TestDag dag() {
        return dag;
    }

    /** How this try ends, wherever and how often it is run. */
    End body(Dispatch dispatch, Instant now) {
        Task task = task(dispatch.taskId());
        int looked = dispatch.lookState() == null ? 0 : Integer.parseInt(dispatch.lookState());
        if (task.watched() && dispatch.firstLookAt() == null) {
            return End.lookAgain(now.plus(REPAIR));
        }
        if (looked < task.looks()) {
            return End.lookAgain(now.plusSeconds(60), String.valueOf(looked + 1));
        }
        if (dispatch.tryNumber() <= task.failing()) {
            return End.failed();
        }
        return task.length() == 0
                ? End.success()
                : End.list("[" + String.join(",", Collections.nCopies(task.length(), "1")) + "]", task.length());
    }

    /** What is wrong with the states that the instances of a run ended in; empty: nothing. */
    List<String> wrong(Map<String, String> states) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> rest = new TreeMap<>(states);
        Map<String, String> expected = expected();
        for (Task task : tasks.values()) {
            String state = Objects.requireNonNull(expected.get(task.id()));
            List<String> names = rest.keySet().stream()
                    .filter(each -> each.equals(task.id()) || each.startsWith(task.id() + "["))
                    .toList();
            // Below what failed, a mapped task may have come to its elements before.
            int number = task.elements() < 0 || state.equals("upstream_failed") ? 1 : task.elements();
            boolean enough = state.equals("upstream_failed") ? names.size() >= number : names.size() == number;
            if (!enough || names.stream().anyMatch(each -> !state.equals(rest.get(each)))) {
                wrong.add(task + " must be " + state + " in " + states);
            }
            rest.keySet().removeAll(names);
        }
        if (!rest.isEmpty()) {
            wrong.add("nobody asked for " + rest);
        }
        return wrong;
    }

    private Map<String, String> expected() {
        Map<String, String> states = new TreeMap<>();
        for (Task task : tasks.values()) {
            boolean runs = task.above().stream().allMatch(each -> "success".equals(states.get(each)));
            states.put(task.id(), !runs ? "upstream_failed" : task.succeeds() ? "success" : "failed");
        }
        return states;
    }

    String expectedRun() {
        return expected().values().stream().allMatch("success"::equals) ? "success" : "failed";
    }

    /** Of its tasks, those that succeed: cleared, they do so again. */
    List<String> succeeding() {
        return tasks.values().stream().filter(Task::succeeds).map(Task::id).toList();
    }

    /** What is given out for a try, without numbers that differ from play to play. */
    static String name(Dispatch dispatch) {
        return dispatch.runId() + "/" + dispatch.taskId() + "[" + dispatch.mapIndex() + "]";
    }
}
