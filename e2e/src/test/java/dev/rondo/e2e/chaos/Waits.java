package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Row;
import java.util.List;
import java.util.Set;

/** A task begins after the end of what its trigger rule makes it wait for. */
final class Waits implements Rule {

    private static final long AT_ONCE = Long.MIN_VALUE;

    @Override
    public void check(Story story, Findings findings) {
        story.rows().forEach(row -> {
            List<Row> before = story.before(row);
            List<Life> lives = story.livesOf(row.key());
            // What was marked let those below go before its body ended; for what is done again see Clears and Redone.
            if (!lives.isEmpty()
                    && before.stream().noneMatch(Row::isMarked)
                    && !Story.isDoneAgain(row.key().dag())) {
                waited(story, row, before, lives.getFirst(), findings);
            }
        });
    }

    private static void waited(Story story, Row row, List<Row> before, Life first, Findings findings) {
        switch (story.task(row.key()).rule()) {
            case "always" -> {}
            case "one_success" -> letIn(story, before, Set.of("success"), first, findings);
            case "one_failed" -> letIn(story, before, Set.of("failed", "upstream_failed"), first, findings);
            case "one_done" -> letIn(story, before, Set.of("success", "failed"), first, findings);
            default -> {
                for (Row one : before) {
                    findings.unless(
                            end(story, one) <= first.from(),
                            "a task begins after the end of those before it",
                            first,
                            one.key(),
                            story.livesOf(one.key()));
                }
            }
        }
    }

    /** One of those in these states is enough. */
    private static void letIn(Story story, List<Row> before, Set<String> states, Life first, Findings findings) {
        long earliest = before.stream()
                .filter(row -> states.contains(row.state()))
                .mapToLong(row -> end(story, row))
                .min()
                .orElse(AT_ONCE);
        findings.unless(
                earliest <= first.from(),
                "a task begins after the end of the first that lets it",
                first,
                before.stream().map(Row::key).toList());
    }

    /** When a task had ended at the earliest: what did not run was decided when one of those before it had ended. */
    private static long end(Story story, Row row) {
        List<Life> lives = story.livesOf(row.key());
        if (!lives.isEmpty()) {
            return lives.getLast().to();
        }
        if (story.task(row.key()).silent()) {
            return AT_ONCE; // no body of ours says it
        }
        return story.before(row).stream()
                .mapToLong(above -> end(story, above))
                .min()
                .orElse(AT_ONCE);
    }
}
