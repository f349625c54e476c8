package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Asked.Mark;
import dev.rondo.e2e.chaos.Asked.Outcome;
import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was marked by hand is as it was marked, and what is below goes by it, or by how it had ended before. For whole
 * runs see {@link MarkedRuns}.
 */
final class Marks implements Rule {

    /** What is marked. */
    enum Sort {
        TASK,
        ELEMENT,
        RUN;

        static Sort of(Which key) {
            return key.task().isEmpty() ? RUN : key.map() < 0 ? TASK : ELEMENT;
        }
    }

    /** Of what a mark was accepted. */
    static Set<Sort> accepted(Map<Which, Mark> marks) {
        return marks.entrySet().stream()
                .filter(each -> each.getValue().outcome() == Outcome.ACCEPTED)
                .map(each -> Sort.of(each.getKey()))
                .collect(Collectors.toSet());
    }

    @Override
    public void check(Story story, Findings findings) {
        Map<Which, Mark> marks = story.asked().marks();
        marks.forEach((key, mark) -> {
            if (Sort.of(key) != Sort.RUN) {
                Row row = story.instance(key);
                boolean mayBeUnmarked = mark.outcome() != Outcome.ACCEPTED && row != null && !row.isMarked();
                findings.unless(
                        row != null && (row.state().equals(mark.state()) || mayBeUnmarked),
                        "what is marked is as it was marked",
                        key,
                        mark,
                        String.valueOf(row));
            }
        });
        for (Row row : story.rows().filter(Row::isMarked).toList()) {
            boolean asked = marks.containsKey(row.key());
            findings.unless(
                    asked || marks.containsKey(MarkedRuns.whole(row.key())), "nobody marks but who asks for it", row);
            if (asked) {
                below(story, row, findings);
            }
        }
    }

    private static void below(Story story, Row marked, Findings findings) {
        boolean wentWell = story.livesOf(marked.key()).stream().map(Life::end).anyMatch("ok"::equals);
        String task = marked.key().map() < 0 ? "b" : "all";
        Row below = story.instance(new Which(marked.key().dag(), marked.key().run(), task, -1));
        List<Life> lives = below == null ? List.of() : story.livesOf(below.key());
        boolean ran = below != null && (below.state().equals("success") || below.isLostTooOften()) && !lives.isEmpty();
        boolean waited = below != null && below.state().equals("upstream_failed") && lives.isEmpty();
        if (marked.state().equals("success")) {
            findings.unless(
                    ran || below != null && waited && !othersWentWell(story, below, marked),
                    "what is below a task that is marked a success runs",
                    marked,
                    String.valueOf(below),
                    lives);
        } else {
            findings.unless(
                    waited || wentWell && ran,
                    "what is below a task that is marked failed does not run",
                    marked,
                    String.valueOf(below),
                    lives);
        }
    }

    /** Whether all other elements are a success. */
    private static boolean othersWentWell(Story story, Row below, Row marked) {
        return story.before(below).stream()
                .allMatch(row -> row.key().equals(marked.key()) || row.state().equals("success"));
    }
}
