package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A backfill that takes over what is there, or some tasks of it, or does again what failed in it, does that once, and
 * leaves the rest.
 */
final class Redone implements Rule {

    /** How runs are done again. */
    enum Way {
        FAILED_RUNS,
        /** The first task of all runs: what is below stays as it was, also where it could run now. */
        SOME_TASKS,
        ALL_RUNS,
        RETRY;

        static Way of(String dag) {
            return values()[Kind.rank(dag) % values().length];
        }
    }

    /** What backfills of some tasks are of. */
    static final List<String> CHOSEN = List.of("a");

    private static final Set<Integer> NEVER = Set.of();
    private static final Set<Integer> ONCE = Set.of(1);
    private static final Set<Integer> TWICE = Set.of(1, 2);

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.REDONE)) {
            Which below = new Which(run.dag(), run.clean(), "b", -1);
            List<Life> a = story.livesOf(new Which(run.dag(), run.clean(), "a", -1));
            List<Life> b = story.livesOf(below);
            findings.unless(
                    tries(a).equals(above(run)) && tries(b).equals(below(run)),
                    "what a backfill takes over is done again once, and nothing else is",
                    run,
                    a,
                    b);
            if (isLeft(run, "b")) {
                Row row = story.instance(below);
                findings.unless(
                        row != null
                                && row.state().equals("upstream_failed")
                                && run.state().equals("failed"),
                        "what a backfill of some tasks is not of stays as it was",
                        run,
                        run.state(),
                        String.valueOf(row));
            } else {
                findings.unless(run.state().equals("success"), "what is done again ends well", run, run.state());
            }
            List<Life> waitedFor = Way.of(run.dag()) == Way.SOME_TASKS ? first(a) : a;
            findings.unless(inOrder(waitedFor, b), "what is done again is done in its order", run, a, b);
        }
    }

    private static boolean failedFirst(RunRow run) {
        return run.date().startsWith("2026-01-03");
    }

    /** In which tries the first task of a run has a body. */
    private static Set<Integer> above(RunRow run) {
        return switch (Way.of(run.dag())) {
            case FAILED_RUNS, RETRY -> failedFirst(run) ? TWICE : ONCE;
            case SOME_TASKS, ALL_RUNS -> TWICE;
        };
    }

    /** In which the second one has; where the first one failed it had none before. */
    private static Set<Integer> below(RunRow run) {
        return switch (Way.of(run.dag())) {
            case FAILED_RUNS, RETRY -> ONCE;
            case SOME_TASKS -> failedFirst(run) ? NEVER : ONCE;
            case ALL_RUNS -> failedFirst(run) ? ONCE : TWICE;
        };
    }

    /**
     * Whether the task ended as its rule said and stays so, though what is above it, done again, would let it run now.
     */
    static boolean isLeft(RunRow run, String task) {
        return Kind.of(run.dag()) == Kind.REDONE
                && Way.of(run.dag()) == Way.SOME_TASKS
                && failedFirst(run)
                && !CHOSEN.contains(task);
    }

    /** Those of the first try. */
    private static List<Life> first(List<Life> lives) {
        return lives.stream().filter(life -> life.tryNumber() == 1).toList();
    }

    private static Set<Integer> tries(Collection<Life> lives) {
        return lives.stream().map(Life::tryNumber).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the task below ran after the one above, the last time. */
    private static boolean inOrder(List<Life> above, List<Life> below) {
        return above.isEmpty()
                || below.isEmpty()
                || above.getLast().to() <= below.getLast().from();
    }
}
