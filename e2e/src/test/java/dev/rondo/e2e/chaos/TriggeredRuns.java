package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Story.Span;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Each task that triggers a run gets one run, and goes on when that is over. One that was lost too often may have
 * triggered its run, and nobody heard.
 */
final class TriggeredRuns implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.dags(Kind.TRIGGERING)) {
            String target = Kind.numbered(Kind.number(dag) + 1);
            List<String> told = new ArrayList<>();
            int unheard = 0;
            for (RunRow run : story.runsOf(dag)) {
                Which fire = new Which(dag, run.clean(), "fire", -1);
                Row row = story.instance(fire);
                boolean lost = row != null && row.isLostTooOften();
                String id = story.tables().triggered().get(fire);
                findings.unless(
                        id != null || lost, "a task that triggers says which run it got", run, String.valueOf(row));
                if (id != null) {
                    told.add(id);
                } else if (lost) {
                    unheard++;
                }
                if (id != null && !lost) {
                    goesOn(story, run, target, id, findings);
                }
            }
            Set<String> unexplained = new TreeSet<>();
            story.runsOf(target).forEach(run -> unexplained.add(run.id()));
            boolean each = told.stream().allMatch(unexplained::remove);
            findings.unless(
                    each && unexplained.size() <= unheard,
                    "each task that triggers gets one run of its own",
                    dag,
                    told,
                    unexplained);
        }
    }

    private static void goesOn(Story story, RunRow run, String target, String id, Findings findings) {
        List<Life> then = story.livesOf(new Which(run.dag(), run.clean(), "then", -1));
        List<Span> spans = story.spansOf(target).stream()
                .filter(span -> span.run().id().equals(id))
                .toList();
        findings.unless(
                !then.isEmpty()
                        && !spans.isEmpty()
                        && spans.getFirst().to() <= then.getFirst().from(),
                "a task that waits for the run that it triggered goes on after it",
                run,
                id,
                then,
                spans);
    }
}
