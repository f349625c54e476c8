package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import java.util.List;

/** What was marked by hand is as it was marked, and what is below goes by it. */
final class Marks implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        story.asked().marks().forEach((key, mark) -> {
            Row row = story.instance(key);
            findings.unless(
                    row != null
                            && (mark.outcome() != Outcome.ACCEPTED
                                    || row.state().equals(mark.state())),
                    "what is marked is as it was marked",
                    key,
                    mark,
                    String.valueOf(row));
            if (row != null) {
                below(story, row, findings);
            }
        });
    }

    private static void below(Story story, Row marked, Findings findings) {
        boolean wentWell = story.livesOf(marked.key()).stream().map(Life::end).anyMatch(end -> end.equals("ok"));
        Row below = story.instance(new Which(marked.key().dag(), marked.key().run(), "b", -1));
        List<Life> lives = below == null ? List.of() : story.livesOf(below.key());
        if (marked.state().equals("success")) {
            findings.unless(
                    below != null && below.state().equals("success") && !lives.isEmpty(),
                    "what is below a task that is marked a success runs",
                    marked,
                    String.valueOf(below));
        } else if (!wentWell) {
            findings.unless(
                    below != null && below.state().equals("upstream_failed") && lives.isEmpty(),
                    "what is below a task that is marked failed does not run",
                    marked,
                    String.valueOf(below),
                    lives);
        }
    }
}
