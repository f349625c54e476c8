package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Story.Row;
import dev.rondo.e2e.chaos.Story.RunRow;
import dev.rondo.e2e.chaos.Story.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rules of scheduling, said once more and held against what is in the tables and what the bodies left. It decides
 * nothing by our own code: what may run is worked out from final states, what ran from the files of the bodies.
 */
final class Checker {

    private static final Set<String> FAILURES = Set.of("failed", "upstream_failed");
    private static final Set<String> FINAL = Set.of("success", "failed", "skipped", "upstream_failed", "removed");
    private static final Set<String> EARLY = Set.of("one_success", "one_failed", "one_done", "always");
    private static final Set<String> TIMED_OUT = Set.of("run_timeout");
    private static final Set<String> BY_HAND = Set.of(
            "chain",
            "mapping",
            "mapped_group",
            "branch",
            "rules",
            "setup",
            "groups",
            "producer",
            "sensor",
            "retries",
            "timeouts",
            "run_timeout",
            "random");
    private static final int HOURS = 4;

    private final Story story;
    private final Map<String, Integer> pools;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, RunRow> runs;

    /**
     * A checker.
     *
     * @param pools their slots by name
     */
    Checker(Story story, Map<String, Integer> pools) {
        this.story = story;
        this.pools = pools;
        this.runs = story.runs().stream()
                .collect(Collectors.toMap(run -> run.dag() + " " + run.clean(), Function.identity()));
    }

    /** All that is wrong, one rule after the other; empty when nothing is. */
    List<String> violations(Map<String, Set<String>> triggered) {
        violations.clear();
        whichRunsThereAre(triggered);
        allIsOver();
        noTryTwiceAtOnce();
        limitsOfPools();
        limitsOfTasks();
        limitsOfRuns();
        triggerRules();
        triesAndRetries();
        outcomes();
        order();
        return List.copyOf(violations);
    }

    private void unless(boolean right, String rule, Object... where) {
        if (!right) {
            violations.add(rule + ": " + Stream.of(where).map(String::valueOf).collect(Collectors.joining(" ")));
        }
    }

    private static String kind(String dag) {
        return dag.substring(0, dag.lastIndexOf('_'));
    }

    private List<RunRow> runsOf(String dag) {
        return story.runs().stream()
                .filter(run -> run.dag().equals(dag))
                .sorted(Comparator.comparing(RunRow::date))
                .toList();
    }

    private RunRow run(Which key) {
        return Objects.requireNonNull(runs.get(key.dag() + " " + key.run()), key::toString);
    }

    // Runs --------------------------------------------------------------------------------------------------------

    private void whichRunsThereAre(Map<String, Set<String>> triggered) {
        for (String dag : story.dags().keySet()) {
            List<RunRow> found = runsOf(dag);
            List<String> dates = found.stream().map(RunRow::date).toList();
            String kind = kind(dag);
            if (BY_HAND.contains(kind)) {
                Set<String> ids = new TreeSet<>();
                found.forEach(run -> ids.add(run.id()));
                unless(
                        found.size() == ids.size() && ids.equals(triggered.getOrDefault(dag, Set.of())),
                        "runs are those that were asked for",
                        dag,
                        ids,
                        triggered.getOrDefault(dag, Set.of()));
            } else if (kind.equals("backfilled")) {
                unless(dates.equals(days(2, 6)), "a backfill makes each of its days once", dag, dates);
            } else if (!kind.equals("consumer")) {
                unless(
                        dates.equals(hours(kind.equals("catchup") ? HOURS + 1 : HOURS)),
                        "catchup makes each interval once",
                        dag,
                        dates);
            }
        }
    }

    private static List<String> hours(int count) {
        return IntStream.range(0, count)
                .mapToObj(hour -> "2026-01-01T0" + hour + ":00")
                .toList();
    }

    private static List<String> days(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(day -> "2026-01-0" + day + "T00:00")
                .toList();
    }

    private boolean isHeldBack(RunRow run) {
        return kind(run.dag()).equals("until_failure") && run.date().endsWith("T03:00");
    }

    private void allIsOver() {
        for (RunRow run : story.runs()) {
            boolean held = isHeldBack(run);
            unless(
                    held
                            ? run.state().equals("queued")
                            : Set.of("success", "failed").contains(run.state()),
                    "a run ends, unless a failure holds it back",
                    run,
                    run.state());
        }
        for (Row row : story.instances().values()) {
            unless(
                    FINAL.contains(row.state()) || isHeldBack(run(row.key())),
                    "a run that is over has no open task",
                    row);
        }
    }

    // Lives -------------------------------------------------------------------------------------------------------

    private void noTryTwiceAtOnce() {
        story.lives().forEach((key, lives) -> {
            for (int i = 1; i < lives.size(); i++) {
                unless(
                        !lives.get(i).overlaps(lives.get(i - 1)),
                        "no try runs twice at once",
                        lives.get(i - 1),
                        lives.get(i));
            }
        });
    }

    /** Beginning or end of something that takes a part of a limit. */
    private record Edge(long at, int change, String what) {}

    private void sweep(String rule, int limit, List<Edge> edges) {
        // What ends at a moment makes room for what begins at it.
        edges.sort(Comparator.comparingLong(Edge::at).thenComparingInt(Edge::change));
        int taken = 0;
        for (Edge edge : edges) {
            taken += edge.change();
            if (taken > limit) {
                unless(false, rule, taken, "of", limit, "when", edge.what(), "began");
                return;
            }
        }
    }

    private static void add(List<Edge> edges, long from, long to, int weight, Object what) {
        edges.add(new Edge(from, weight, what.toString()));
        edges.add(new Edge(to, -weight, what.toString()));
    }

    private void limitsOfPools() {
        Map<String, List<Edge>> edges = new TreeMap<>();
        story.lives().forEach((key, lives) -> {
            Row row = story.instance(key);
            unless(row != null, "what ran is in the tables", key);
            if (row != null) {
                List<Edge> ofPool = edges.computeIfAbsent(row.pool(), p -> new ArrayList<>());
                lives.forEach(life -> add(ofPool, life.from(), life.to(), row.slots(), life));
            }
        });
        edges.forEach((pool, all) -> sweep("pool " + pool + " is never exceeded", pools.getOrDefault(pool, 0), all));
    }

    private void limitsOfTasks() {
        Map<String, List<Edge>> perRun = new TreeMap<>();
        Map<String, List<Edge>> perDag = new TreeMap<>();
        Map<String, Task> tasks = new HashMap<>();
        story.lives().forEach((key, lives) -> {
            String task = key.dag() + " " + key.task();
            tasks.put(task, story.task(key));
            for (Life life : lives) {
                add(perDag.computeIfAbsent(task, t -> new ArrayList<>()), life.from(), life.to(), 1, life);
                add(
                        perRun.computeIfAbsent(task + " " + key.run(), t -> new ArrayList<>()),
                        life.from(),
                        life.to(),
                        1,
                        life);
            }
        });
        perDag.forEach((task, all) -> sweep(
                "max_active_per_dag of " + task,
                Objects.requireNonNull(tasks.get(task)).maxPerDag(),
                all));
        perRun.forEach((task, all) -> sweep(
                "max_active_per_run of " + task,
                Objects.requireNonNull(tasks.get(task.substring(0, task.lastIndexOf(' '))))
                        .maxPerRun(),
                all));
    }

    private record Span(RunRow run, long from, long to) {}

    /** From the first sign of life of a run to the last one, in the order of their beginnings. */
    private List<Span> spansOf(String dag) {
        Map<String, List<Life>> ofRuns = new HashMap<>();
        story.lives().forEach((key, lives) -> {
            if (key.dag().equals(dag)) {
                ofRuns.computeIfAbsent(key.run(), r -> new ArrayList<>()).addAll(lives);
            }
        });
        List<Span> spans = new ArrayList<>();
        ofRuns.forEach((run, lives) -> spans.add(new Span(
                Objects.requireNonNull(runs.get(dag + " " + run)),
                lives.stream().mapToLong(Life::from).min().orElseThrow(),
                lives.stream().mapToLong(Life::to).max().orElseThrow())));
        spans.sort(Comparator.comparingLong(Span::from));
        return spans;
    }

    private void limitsOfRuns() {
        Map<String, Integer> limits =
                Map.of("catchup", 2, "backfilled", 2, "sequential", 1, "until_failure", 1, "latest", 1);
        for (String dag : story.dags().keySet()) {
            Integer limit = limits.get(kind(dag));
            if (limit != null) {
                List<Edge> edges = new ArrayList<>();
                spansOf(dag).forEach(span -> add(edges, span.from(), span.to(), 1, span.run()));
                sweep("runs of " + dag + " at once", limit, edges);
            }
        }
    }

    // Rules -------------------------------------------------------------------------------------------------------

    private static int count(List<Row> rows, String... states) {
        Set<String> wanted = Set.of(states);
        return (int) rows.stream().filter(row -> wanted.contains(row.state())).count();
    }

    /** Whether the rule lets a task run when those before it have ended like this. */
    private boolean holds(String rule, List<Row> before) {
        if (before.isEmpty()) {
            return true;
        }
        int all = before.size();
        int success = count(before, "success");
        int failed = count(before, "failed", "upstream_failed");
        int skipped = count(before, "skipped");
        return switch (rule) {
            case "all_success" -> success == all;
            case "all_failed" -> failed == all;
            case "all_skipped" -> skipped == all;
            case "all_done", "always" -> true;
            // As Airflow counts it, what was skipped is not done.
            case "all_done_min_one_success" -> success > 0 && skipped == 0;
            case "one_success" -> success > 0;
            case "all_done_setup_success" -> setupsOf(before).isEmpty() || count(setupsOf(before), "success") > 0;
            case "one_failed" -> failed > 0;
            case "one_done" -> success + count(before, "failed") > 0;
            case "none_failed" -> failed == 0;
            case "none_failed_min_one_success" -> failed == 0 && success > 0;
            case "none_skipped" -> skipped == 0;
            default -> throw new AssertionError("a rule that the checker does not know: " + rule);
        };
    }

    private List<Row> setupsOf(List<Row> before) {
        return before.stream().filter(row -> story.task(row.key()).setup()).toList();
    }

    private void triggerRules() {
        for (Row row : story.instances().values()) {
            Task task = story.task(row.key());
            List<Row> before = story.before(row);
            List<Life> lives = story.livesOf(row.key());
            String states = before.stream()
                    .map(b -> b.key().task() + "=" + b.state())
                    .sorted()
                    .toList()
                    .toString();
            boolean holds = holds(task.rule(), before);
            if (!lives.isEmpty()) {
                unless(holds, "a task runs only if its rule holds", row.key(), row.state(), task.rule(), states);
                unless(!isCut(row, before), "what a branch did not choose does not run", row.key(), states);
                begunAfter(row, lives.getFirst(), before);
            } else if (!TIMED_OUT.contains(run(row.key()).reason()) && !isHeldBack(run(row.key()))) {
                unless(
                        FAILURES.contains(row.state()) || row.state().equals("skipped"),
                        "what did not run is skipped or upstream_failed",
                        row);
                unless(
                        !holds || isCut(row, before) || task.mapped(),
                        "a task runs if its rule holds",
                        row.key(),
                        row.state(),
                        task.rule(),
                        states);
                unless(
                        !row.state().equals("upstream_failed") || count(before, "failed", "upstream_failed") > 0,
                        "upstream_failed comes from a failure",
                        row.key(),
                        states);
            }
        }
    }

    private static boolean isCut(Row row, List<Row> before) {
        return before.stream()
                .map(Row::followed)
                .anyMatch(followed -> !followed.equals("-")
                        && !List.of(followed.split(",")).contains(row.key().task()));
    }

    private void begunAfter(Row row, Life first, List<Row> before) {
        if (EARLY.contains(story.task(row.key()).rule())) {
            return;
        }
        for (Row one : before) {
            List<Life> lives = story.livesOf(one.key());
            unless(
                    lives.isEmpty() || lives.getLast().to() <= first.from(),
                    "a task begins after the end of those before it",
                    first,
                    lives);
        }
    }

    // Tries -------------------------------------------------------------------------------------------------------

    private void triesAndRetries() {
        for (Row row : story.instances().values()) {
            List<Life> lives = story.livesOf(row.key());
            if (lives.isEmpty()) {
                continue;
            }
            int allowed = 1 + story.task(row.key()).retries();
            Set<Integer> begun = lives.stream().map(Life::tryNumber).collect(Collectors.toCollection(TreeSet::new));
            Set<Integer> failed = lives.stream()
                    .filter(life -> life.end().equals("fail"))
                    .map(Life::tryNumber)
                    .collect(Collectors.toCollection(TreeSet::new));
            unless(
                    Collections.max(begun) <= allowed && row.tryNumber() <= allowed,
                    "no more tries than retries allow, lost ones not counted",
                    row,
                    begun);
            unless(
                    lives.stream()
                            .sorted(Comparator.comparingInt(Life::tryNumber))
                            .toList()
                            .equals(lives),
                    "tries come one after the other",
                    lives);
            if (row.state().equals("success")) {
                String end = lives.getLast().end();
                unless(end.equals("ok") || end.equals("look"), "a success has ended well", row, lives);
            }
            if (row.state().equals("skipped") && row.reason().equals("skipped_itself")) {
                unless(lives.getLast().end().equals("skip"), "what skipped itself has said so", row, lives);
            }
            if (row.state().equals("failed") && row.reason().equals("exception")) {
                unless(
                        failed.equals(IntStream.rangeClosed(1, allowed).boxed().collect(Collectors.toSet())),
                        "a task fails when all its tries have failed",
                        row,
                        lives);
            }
            unless(
                    !row.state().equals("failed")
                            || Set.of("exception", "timeout").contains(row.reason()),
                    "only an exception or a timeout fails a task here",
                    row);
        }
        special();
    }

    private void special() {
        story.lives().forEach((key, lives) -> {
            Row row = Objects.requireNonNull(story.instance(key));
            switch (kind(key.dag())) {
                case "sensor" -> unless(row.tryNumber() == 1, "looking again is no new try", row);
                case "timeouts" ->
                    lives.forEach(life -> unless(
                            life.to() - life.from() < Duration.ofSeconds(10).toNanos(),
                            "a body is stopped at its timeout of a second",
                            life));
                default -> {}
            }
        });
    }

    // Outcomes ----------------------------------------------------------------------------------------------------

    private void outcomes() {
        for (RunRow run : story.runs()) {
            boolean superseded =
                    kind(run.dag()).equals("latest") && run.reason().startsWith("superseded");
            if (isHeldBack(run) || superseded) {
                unless(spansOf(run.dag()).stream().noneMatch(span -> span.run().equals(run)), "it did not begin", run);
                continue;
            }
            if (kind(run.dag()).equals("run_timeout")) {
                unless(run.state().equals("failed") && run.reason().equals("run_timeout"), "it took too long", run);
                continue;
            }
            Set<String> failing = new TreeSet<>();
            for (String leaf : leaves(Objects.requireNonNull(story.dags().get(run.dag())))) {
                for (Row row : story.instancesOf(run.dag(), run.clean(), leaf)) {
                    if (FAILURES.contains(row.state())) {
                        failing.add(row.key().toString());
                    }
                }
            }
            unless(
                    run.state().equals(failing.isEmpty() ? "success" : "failed"),
                    "a run fails if and only if one of its last tasks did",
                    run,
                    run.state(),
                    run.reason(),
                    failing);
        }
    }

    private static List<String> leaves(Map<String, Task> tasks) {
        return tasks.values().stream()
                .filter(task -> !task.teardown())
                .filter(task -> tasks.values().stream()
                        .filter(after -> after.upstream().contains(task.id()))
                        .allMatch(Task::teardown))
                .map(Task::id)
                .toList();
    }

    // Order -------------------------------------------------------------------------------------------------------

    private void order() {
        for (String dag : story.dags().keySet()) {
            switch (kind(dag)) {
                case "past" -> {
                    follows(dag, "a", List.of("a"));
                    follows(dag, "b", List.of("b", "c"));
                }
                case "sequential", "until_failure" ->
                    unless(
                            spansOf(dag).stream()
                                    .map(span -> span.run().date())
                                    .sorted()
                                    .toList()
                                    .equals(spansOf(dag).stream()
                                            .map(span -> span.run().date())
                                            .toList()),
                            "runs come in the order of their dates",
                            spansOf(dag));
                case "latest" ->
                    unless(
                            spansOf(dag).stream()
                                    .anyMatch(span -> span.run().date().endsWith("T03:00")),
                            "the newest run is run",
                            dag);
                default -> {}
            }
        }
    }

    private void follows(String dag, String task, List<String> ofLastRun) {
        List<RunRow> all = runsOf(dag);
        for (int i = 1; i < all.size(); i++) {
            List<Life> lives = story.livesOf(new Which(dag, all.get(i).clean(), task, -1));
            for (String before : ofLastRun) {
                List<Life> past = story.livesOf(new Which(dag, all.get(i - 1).clean(), before, -1));
                unless(
                        !lives.isEmpty()
                                && !past.isEmpty()
                                && past.getLast().to() <= lives.getFirst().from(),
                        "a task waits for the run before",
                        all.get(i),
                        past,
                        lives);
            }
        }
    }
}
