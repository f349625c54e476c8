package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.Moments;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Continuous runs follow each other without a gap until their DAG is paused; that there is one at a time is a limit
 * like any other.
 */
final class Endless implements Rule {

    // For a scheduler that is busy; for both being away it is longer.
    private static final Duration MARGIN = Duration.ofSeconds(15);

    // For one that waits for what a worker holds that was killed.
    private static final Duration LOST = MARGIN.plus(Kills.LEASE);

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.dags(Kind.CONTINUOUS)) {
            List<RunRow> runs = story.runsOf(dag).stream()
                    .sorted(Comparator.comparing(run -> run.interval().start()))
                    .toList();
            findings.unless(
                    !runs.isEmpty()
                            && !isLeft(
                                    story,
                                    runs.getLast(),
                                    story.asked().paused().get(dag)),
                    "a continuous DAG has one run after the other until it is paused",
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

    private static boolean isLeft(Story story, RunRow last, @Nullable Instant paused) {
        if (paused == null) {
            return false;
        }
        boolean open = Paused.isOpen(story, last);
        Instant seen = open ? lastSignOf(story, last) : last.moments().end();
        return seen.plus(open ? LOST : MARGIN)
                .plus(story.faults().alone(seen, paused))
                .isBefore(paused);
    }

    private static Instant lastSignOf(Story story, RunRow run) {
        Stream<Moments> ofRows = story.rows()
                .filter(row ->
                        row.key().dag().equals(run.dag()) && row.key().run().equals(run.clean()))
                .map(Row::moments);
        return Stream.concat(Stream.of(run.moments()), ofRows)
                .flatMap(moments -> Stream.of(moments.scheduled(), moments.queued(), moments.start(), moments.end()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
