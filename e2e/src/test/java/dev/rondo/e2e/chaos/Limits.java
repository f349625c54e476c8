package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Task.AtOnce;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** No limit is exceeded at any moment, by what the bodies say; {@link Watch} looks at what the tables say. */
final class Limits implements Rule {

    /** Beginning or end of something that takes a part of a limit. */
    private record Edge(long at, int change, Object what) {}

    private static final class Taken {
        private final int limit;
        private final List<Edge> edges = new ArrayList<>();

        Taken(int limit) {
            this.limit = limit;
        }

        void add(long from, long to, int weight, Object what) {
            edges.add(new Edge(from, weight, what));
            edges.add(new Edge(to, -weight, what));
        }

        void check(String rule, Findings findings) {
            // What ends at a moment makes room for what begins at it.
            edges.sort(Comparator.comparingLong(Edge::at).thenComparingInt(Edge::change));
            int taken = 0;
            for (Edge edge : edges) {
                taken += edge.change();
                if (taken > limit) {
                    findings.unless(false, rule, taken, "of", limit, "when", edge.what(), "began");
                    return;
                }
            }
        }
    }

    @Override
    public void check(Story story, Findings findings) {
        Map<String, Taken> limits = new TreeMap<>();
        story.left().of().forEach((key, lives) -> {
            Row row = story.instance(key);
            findings.unless(row != null, "what ran is in the tables", key);
            if (row != null) {
                String pool = row.slots().pool();
                Taken slots = limits.computeIfAbsent(
                        "no more slots are taken than pool " + pool + " has",
                        p -> new Taken(story.tables().pools().getOrDefault(pool, 0)));
                List<Life> counted =
                        lives.stream().map(life -> counted(story, row, life)).toList();
                counted.forEach(
                        life -> slots.add(life.from(), life.to(), row.slots().count(), life));
                tasks(story, key, counted, limits);
            }
        });
        runs(story, limits);
        limits.forEach((rule, taken) -> taken.check(rule, findings));
    }

    /**
     * A mark, or the timeout of its run, ends an instance at once, and with it what it takes; its body is told to stop
     * only then.
     */
    private static Life counted(Story story, Row row, Life life) {
        boolean stopped = life.end().isEmpty()
                && life.tryNumber() == row.tryNumber()
                && (row.isMarked() || row.reason().equals("run_timeout"));
        return stopped ? life.cut(story.faults().nanos(row.moments().end())) : life;
    }

    private static void tasks(Story story, Which key, List<Life> lives, Map<String, Taken> limits) {
        AtOnce atOnce = story.task(key).atOnce();
        String task = key.dag() + " " + key.task();
        List<Taken> all = List.of(
                limits.computeIfAbsent(
                        "max_active_per_dag of " + task + " is not exceeded", t -> new Taken(atOnce.perDag())),
                limits.computeIfAbsent(
                        "max_active_per_run of " + task + " in " + key.run() + " is not exceeded",
                        t -> new Taken(atOnce.perRun())),
                limits.computeIfAbsent(
                        "max_active_tasks of " + key.dag() + " in " + key.run() + " is not exceeded",
                        t -> new Taken(Kind.of(key.dag()).tasksAtOnce())));
        lives.forEach(life -> all.forEach(taken -> taken.add(life.from(), life.to(), 1, life)));
    }

    private static void runs(Story story, Map<String, Taken> limits) {
        for (String dag : story.tables().dags().keySet()) {
            Taken runs = limits.computeIfAbsent(
                    "no more runs of " + dag + " are under way than may be",
                    d -> new Taken(Kind.of(dag).runsAtOnce()));
            story.spansOf(dag).forEach(span -> runs.add(span.from(), span.to(), 1, span.run()));
        }
    }
}
