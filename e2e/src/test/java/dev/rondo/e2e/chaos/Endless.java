package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Continuous runs follow each other without a gap until the end date; that there is one at a time is a limit like any
 * other.
 */
final class Endless implements Rule {

    // For schedulers that are both away for a while: one that was killed is started again at once.
    private static final Duration MARGIN = Duration.ofSeconds(30);

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.dags(Kind.CONTINUOUS)) {
            List<RunRow> runs = story.runsOf(dag).stream()
                    .sorted(Comparator.comparing(run -> run.interval().start()))
                    .toList();
            findings.unless(
                    !runs.isEmpty()
                            && !isLeft(runs.getLast(), story.tables().ends().get(dag)),
                    "a continuous DAG has one run after the other until its end date",
                    dag,
                    runs);
            for (int i = 1; i < runs.size(); i++) {
                findings.unless(
                        runs.get(i)
                                .interval()
                                .start()
                                .equals(runs.get(i - 1).interval().end()),
                        "a continuous run covers the time since the one before",
                        runs.get(i - 1),
                        runs.get(i));
            }
        }
    }

    private static boolean isLeft(RunRow last, @Nullable Instant end) {
        return end != null && last.moments().end().plus(MARGIN).isBefore(end);
    }
}
