package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known when all is over.
 *
 * @param left what the bodies left
 */
record Story(Tables tables, Lives left, Asked asked, Faults faults) {

    /** From the first sign of life of a run to the last one. */
    record Span(RunRow run, long from, long to) {}

    /** Without some runs, and all that is known of them. */
    Story without(Predicate<Which> runs) {
        return new Story(tables.without(runs), left.without(runs), asked, faults);
    }

    Task task(Which key) {
        return Objects.requireNonNull(tasks(key.dag()).get(key.task()), key::toString);
    }

    Map<String, Task> tasks(String dag) {
        return Objects.requireNonNull(tables.dags().get(dag), dag);
    }

    Stream<Row> rows() {
        return tables.instances().values().stream();
    }

    Stream<Life> lives() {
        return left.of().values().stream().flatMap(List::stream);
    }

    List<Life> livesOf(Which key) {
        return left.of().getOrDefault(key, List.of());
    }

    @Nullable
    Row instance(Which key) {
        return tables.instances().get(key);
    }

    RunRow run(Which key) {
        return runsOf(key.dag()).stream()
                .filter(run -> run.clean().equals(key.run()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no run of " + key));
    }

    /** Ids of the DAGs that are stored of a kind, in their order. */
    List<String> dags(Kind kind) {
        return tables.dags().keySet().stream()
                .filter(dag -> Kind.of(dag) == kind)
                .sorted()
                .toList();
    }

    List<RunRow> runs(Kind kind) {
        return tables.runs().stream().filter(run -> Kind.of(run.dag()) == kind).toList();
    }

    /** In the order of their dates. */
    List<RunRow> runsOf(String dag) {
        return tables.runs().stream()
                .filter(run -> run.dag().equals(dag))
                .sorted(Comparator.comparing(RunRow::date))
                .toList();
    }

    /** All instances of a task in a run. */
    List<Row> instancesOf(String dag, String run, String task) {
        List<Row> found = new ArrayList<>();
        Row unmapped = instance(new Which(dag, run, task, -1));
        if (unmapped != null) {
            found.add(unmapped);
        }
        for (int map = 0; ; map++) {
            Row row = instance(new Which(dag, run, task, map));
            if (row == null) {
                return found;
            }
            found.add(row);
        }
    }

    /** The instances that this one waits for: within a group that is mapped, those of its own element. */
    List<Row> before(Row row) {
        Which key = row.key();
        Task task = task(key);
        List<Row> found = new ArrayList<>();
        for (String upstream : task.upstream()) {
            Task before = task(new Which(key.dag(), key.run(), upstream, -1));
            boolean sameElement =
                    key.map() >= 0 && !task.group().isEmpty() && task.group().equals(before.group());
            Row own = instance(new Which(key.dag(), key.run(), upstream, key.map()));
            if (sameElement && own != null) {
                found.add(own);
            } else {
                found.addAll(instancesOf(key.dag(), key.run(), upstream));
            }
        }
        return found;
    }

    /** Of those runs of a DAG that began, in the order of their beginnings. */
    List<Span> spansOf(String dag) {
        Map<String, List<Life>> ofRuns = new HashMap<>();
        lives().filter(life -> life.key().dag().equals(dag))
                .forEach(life -> ofRuns.computeIfAbsent(life.key().run(), r -> new ArrayList<>())
                        .add(life));
        List<Span> spans = new ArrayList<>();
        for (RunRow run : runsOf(dag)) {
            List<Life> lives = ofRuns.getOrDefault(run.clean(), List.of());
            if (!lives.isEmpty()) {
                spans.add(new Span(
                        run,
                        lives.stream().mapToLong(Life::from).min().orElseThrow(),
                        lives.stream().mapToLong(Life::to).max().orElseThrow()));
            }
        }
        spans.sort(Comparator.comparingLong(Span::from));
        return spans;
    }

    /** Whether what ran of a DAG may be done again, so that what is above may have run after what is below. */
    static boolean isDoneAgain(String dag) {
        return Kind.of(dag) == Kind.CLEARED || Kind.of(dag) == Kind.REDONE;
    }

    /** Whether the run may never begin: the one before it failed, and its DAG stops at a failure. */
    static boolean isHeldBack(RunRow run) {
        return Kind.of(run.dag()) == Kind.UNTIL_FAILURE && run.date().endsWith("T03:00");
    }
}
