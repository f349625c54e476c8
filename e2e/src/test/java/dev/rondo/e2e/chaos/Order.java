package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.List;

/** Runs, and tasks that depend on the run before, come in their order. */
final class Order implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.tables().dags().keySet()) {
            switch (Kind.of(dag)) {
                case PAST -> {
                    follows(story, dag, "a", List.of("a"), findings);
                    follows(story, dag, "b", List.of("b", "c"), findings);
                }
                case SEQUENTIAL, UNTIL_FAILURE -> {
                    List<String> dates = story.spansOf(dag).stream()
                            .map(span -> span.run().date())
                            .toList();
                    findings.unless(
                            dates.stream().sorted().toList().equals(dates),
                            "runs come in the order of their dates",
                            dag,
                            dates);
                }
                case LATEST ->
                    findings.unless(
                            story.spansOf(dag).stream()
                                    .anyMatch(span -> span.run().date().endsWith("T03:00")),
                            "the newest run is run",
                            dag);
                default -> {}
            }
        }
    }

    private static void follows(Story story, String dag, String task, List<String> ofRunBefore, Findings findings) {
        List<RunRow> all = story.runsOf(dag);
        for (int i = 1; i < all.size(); i++) {
            List<Life> lives = story.livesOf(new Which(dag, all.get(i).clean(), task, -1));
            for (String before : ofRunBefore) {
                List<Life> past = story.livesOf(new Which(dag, all.get(i - 1).clean(), before, -1));
                findings.unless(
                        !lives.isEmpty()
                                && !past.isEmpty()
                                && past.getLast().to() <= lives.getFirst().from(),
                        "a task waits for the run before",
                        all.get(i),
                        past,
                        lives);
            }
        }
    }
}
