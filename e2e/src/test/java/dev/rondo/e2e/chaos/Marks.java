package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import java.util.List;

/** What was marked by hand is as it was marked, and what is below goes by it, or by how it had ended before. */
final class Marks implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        story.asked().marks().forEach((key, mark) -> {
            Row row = story.instance(key);
            boolean mayBeUnmarked = mark.outcome() != Outcome.ACCEPTED && row != null && !row.isMarked();
            findings.unless(
                    row != null && (row.state().equals(mark.state()) || mayBeUnmarked),
                    "what is marked is as it was marked",
                    key,
                    mark,
                    String.valueOf(row));
        });
        for (Row row : story.rows().filter(Row::isMarked).toList()) {
            findings.unless(story.asked().marks().containsKey(row.key()), "nobody marks but who asks for it", row);
            below(story, row, findings);
        }
    }

    private static void below(Story story, Row marked, Findings findings) {
        boolean wentWell = story.livesOf(marked.key()).stream().map(Life::end).anyMatch("ok"::equals);
        Row below = story.instance(new Which(marked.key().dag(), marked.key().run(), "b", -1));
        List<Life> lives = below == null ? List.of() : story.livesOf(below.key());
        boolean ran = below != null && (below.state().equals("success") || below.isLostTooOften()) && !lives.isEmpty();
        if (marked.state().equals("success")) {
            findings.unless(
                    ran, "what is below a task that is marked a success runs", marked, String.valueOf(below), lives);
        } else {
            boolean waited = below != null && below.state().equals("upstream_failed") && lives.isEmpty();
            findings.unless(
                    waited || wentWell && ran,
                    "what is below a task that is marked failed does not run",
                    marked,
                    String.valueOf(below),
                    lives);
        }
    }
}
