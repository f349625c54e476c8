package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.TryRow;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A try runs once, and once more for each time that it was lost: what was told and accepted never runs again. What is
 * lost was on a worker that was killed or slept.
 */
final class Repeats implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        story.rows().forEach(row -> {
            Map<Integer, List<Life>> tries =
                    story.livesOf(row.key()).stream().collect(Collectors.groupingBy(Life::tryNumber));
            tries.forEach((number, lives) -> findings.unless(
                    lives.size() <= looks(row) + row.lostIn(number),
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

    /** How often one try has a body: a sensor looks again without a new try. */
    static int looks(Row row) {
        return Kind.of(row.key().dag()) == Kind.SENSOR && row.key().task().equals("wait")
                ? 3 + Kind.rank(row.key().dag()) % 3
                : 1;
    }
}
