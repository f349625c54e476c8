package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A backfill that takes over what is there, or does again what failed in it, does that once, and leaves the rest. */
final class Redone implements Rule {

    /** How runs are done again. */
    enum Way {
        FAILED_RUNS,
        ALL_RUNS,
        RETRY;

        static Way of(String dag) {
            return values()[Kind.rank(dag) % values().length];
        }
    }

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.REDONE)) {
            boolean failedFirst = run.date().startsWith("2026-01-03");
            Set<Integer> twice = Set.of(1, 2);
            Set<Integer> once = Set.of(1);
            boolean all = Way.of(run.dag()) == Way.ALL_RUNS;
            List<Life> a = story.livesOf(new Which(run.dag(), run.clean(), "a", -1));
            List<Life> b = story.livesOf(new Which(run.dag(), run.clean(), "b", -1));
            findings.unless(
                    tries(a).equals(failedFirst || all ? twice : once)
                            && tries(b).equals(all && !failedFirst ? twice : once),
                    "what a backfill takes over is done again once, and nothing else is",
                    run,
                    a,
                    b);
            findings.unless(run.state().equals("success"), "what is done again ends well", run, run.state());
            findings.unless(inOrder(a, b), "what is done again is done in its order", run, a, b);
        }
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
