package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Tables.TryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A try runs once, and once more for each time that it was lost: what was told and accepted never runs again. What is
 * lost was on a worker that was killed or slept.
 */
final class Repeats implements Rule {

    // Of the sensor that waits for a moment: how long it waits after that, and between two looks.
    private static final Duration AFTER = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Override
    public void check(Story story, Findings findings) {
        story.rows().forEach(row -> {
            Map<Integer, List<Life>> tries =
                    story.livesOf(row.key()).stream().collect(Collectors.groupingBy(Life::tryNumber));
            tries.forEach((number, lives) -> findings.unless(
                    lives.size() <= looks(story, row) + row.lostIn(number),
                    "a try runs again only when it was lost",
                    row,
                    lives));
            for (TryRow one : row.before()) {
                findings.unless(
                        !one.isLost()
                                || story.faults().befell(one)
                                || story.faults().wasAlone(one.queued(), one.end()),
                        "what is lost was on a worker that was killed or slept",
                        row.key(),
                        one);
            }
        });
    }

    /** How often one try has a body at most: a sensor looks again without a new try. */
    private static long looks(Story story, Row row) {
        if (!row.key().task().equals("wait")) {
            return 1;
        }
        return switch (Kind.of(row.key().dag())) {
            case SENSOR -> 3 + Kind.rank(row.key().dag()) % 3;
            case CLOCK -> looksUntil(story.asked().soon().plus(AFTER), story.run(row.key()));
            default -> 1;
        };
    }

    private static long looksUntil(Instant over, RunRow run) {
        Duration waits = Duration.between(run.moments().queued(), over);
        return run.date().isEmpty() && waits.isPositive() ? waits.dividedBy(PAUSE) + 2 : 1;
    }
}
