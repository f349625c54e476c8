package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Mark;
import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A run that was marked as a whole is as it was marked, with all its tasks, and nothing more of it begins. */
final class MarkedRuns implements Rule {

    // What is with a worker may begin until it is told to stop.
    private static final Duration MARGIN = Duration.ofSeconds(10);

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.MARKED)) {
            Mark mark = story.asked().marks().get(whole(new Which(run.dag(), run.clean(), "", -1)));
            if (mark != null) {
                marked(story, run, mark, findings);
            } else if (isMarkedWhole(run.dag())) {
                findings.unless(!isMarked(run), "nobody marks a run but who asks for it", run, run.reason());
            }
        }
    }

    private static void marked(Story story, RunRow run, Mark mark, Findings findings) {
        boolean counts = run.state().equals(mark.state());
        findings.unless(
                counts || mark.outcome() != Outcome.ACCEPTED && !isMarked(run),
                "a run that is marked is as it was marked",
                run,
                run.state(),
                mark);
        if (counts && mark.outcome() == Outcome.ACCEPTED) {
            List<Row> rows = story.rows()
                    .filter(row -> whole(row.key()).equals(whole(new Which(run.dag(), run.clean(), "", -1))))
                    .toList();
            for (Row row : rows) {
                findings.unless(
                        fits(story, row, mark), "all of a run that is marked goes by the mark, or was over", row, mark);
                for (Life life : story.livesOf(row.key())) {
                    findings.unless(!isBehind(story, life, mark.at()), "nothing begins of a run that is marked", life);
                }
            }
        }
    }

    /** Whether it ended with its run, or well before that. */
    private static boolean fits(Story story, Row row, Mark mark) {
        if (mark.state().equals("success")) {
            return row.state().equals("success");
        }
        List<Life> lives = story.livesOf(row.key());
        boolean wentWell = !lives.isEmpty() && lives.getLast().end().equals("ok");
        return row.isMarked()
                ? Set.of("failed", "skipped").contains(row.state())
                : !row.state().equals("success") || wentWell;
    }

    private static boolean isBehind(Story story, Life life, Instant marked) {
        long from = story.faults().nanos(marked);
        Duration alone = story.faults().alone(marked, story.faults().at());
        return life.from() > from + MARGIN.plus(alone).toNanos()
                && !story.faults().slept(life.jvm().parent(), from, life.from());
    }

    private static boolean isMarked(RunRow run) {
        return run.reason().equals("marked");
    }

    /** Whether runs of the DAG are marked, and not tasks of them. */
    static boolean isMarkedWhole(String dag) {
        return Kind.of(dag) == Kind.MARKED && Kind.rank(dag) % 2 == 1;
    }

    /** The run of an instance. */
    static Which whole(Which key) {
        return new Which(key.dag(), key.run(), "", -1);
    }

    /** Whether it was ended by a mark, so that its tasks do not say how. */
    static boolean isEnded(RunRow run) {
        return isMarkedWhole(run.dag()) && isMarked(run);
    }
}
