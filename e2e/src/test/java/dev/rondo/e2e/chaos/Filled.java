package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Cancel;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A backfill of some tasks has these and no others. Of one that is cancelled no run begins once that is answered: what
 * had begun goes on, the rest fails without having begun.
 */
final class Filled implements Rule {

    /** What the backfills that are cancelled are of: enough for them not to be over by then. */
    static final int DAYS = 200;

    /** What the others are asked to do. */
    static final List<String> CHOSEN = List.of("b");

    static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.dags(Kind.FILLED)) {
            if (isCancelled(dag)) {
                List<Cancel> cancels = story.asked().cancels().stream()
                        .filter(cancel -> cancel.dag().equals(dag))
                        .toList();
                for (RunRow run : story.runsOf(dag)) {
                    findings.unless(
                            cancels.stream().allMatch(cancel -> isRight(run, cancel)),
                            "a backfill that is cancelled begins no run, and what had not begun fails",
                            run,
                            run.state(),
                            run.reason(),
                            cancels);
                }
            } else {
                for (RunRow run : story.runsOf(dag)) {
                    Set<String> there = story.rows()
                            .map(Row::key)
                            .filter(key -> key.dag().equals(dag) && key.run().equals(run.clean()))
                            .map(Which::task)
                            .collect(Collectors.toCollection(TreeSet::new));
                    findings.unless(
                            there.equals(new TreeSet<>(tasks(dag))),
                            "a backfill of some tasks has these and no others",
                            run,
                            there);
                }
            }
        }
    }

    private static boolean isRight(RunRow run, Cancel cancel) {
        Instant start = run.moments().start();
        Instant end = run.moments().end();
        return wasCancelled(run)
                ? run.state().equals("failed")
                        && start.equals(Tables.NEVER)
                        && !end.isBefore(cancel.from())
                        && !end.isAfter(cancel.to())
                : !start.equals(Tables.NEVER) && !start.isAfter(cancel.to());
    }

    /** Whether it was cancelled with its backfill. */
    static boolean wasCancelled(RunRow run) {
        return isCancelled(run.dag()) && run.reason().equals("backfill_cancelled");
    }

    /** Whether the backfill of the DAG is cancelled. */
    static boolean isCancelled(String dag) {
        return Kind.of(dag) == Kind.FILLED && Kind.rank(dag) % 2 == 1;
    }

    /** Whether the backfill of the DAG is to do what is above the chosen tasks as well. */
    static boolean withUpstream(String dag) {
        return Kind.rank(dag) % 4 == 2;
    }

    private static Set<String> tasks(String dag) {
        return withUpstream(dag) ? Set.of("a", "b") : Set.copyOf(CHOSEN);
    }

    /** The tasks that a run has. */
    static Map<String, Task> tasks(Story story, RunRow run) {
        Map<String, Task> all = story.tasks(run.dag());
        if (Kind.of(run.dag()) != Kind.FILLED || isCancelled(run.dag())) {
            return all;
        }
        Set<String> chosen = tasks(run.dag());
        return all.entrySet().stream()
                .filter(each -> chosen.contains(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
