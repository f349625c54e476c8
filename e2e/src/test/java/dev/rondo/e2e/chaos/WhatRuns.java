package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Decision.Above;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Task.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A task runs if its trigger rule lets it and no branch or short circuit cut it off; otherwise it ends as the rule
 * says.
 */
final class WhatRuns implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        story.rows().forEach(row -> {
            List<Row> before = story.before(row);
            if (before.stream().anyMatch(Row::isMarked) || row.isMarked()) {
                return; // it went by a state that the mark may have changed since: see Marks
            }
            if (!story.livesOf(row.key()).isEmpty()) {
                ran(story, row, before, findings);
            } else if (!story.task(row.key()).silent() && !row.isLostTooOften()) {
                RunRow run = story.run(row.key());
                if (!run.reason().equals("run_timeout")
                        && !Story.isHeldBack(run)
                        && !Redone.isLeft(run, row.key().task())) {
                    didNotRun(story, row, before, findings);
                }
            }
        });
    }

    private static void ran(Story story, Row row, List<Row> before, Findings findings) {
        findings.unless(
                decisions(story, row, before).contains(Decision.RUN),
                "a task runs only if its rule holds",
                row.key(),
                row.state(),
                story.task(row.key()).rule(),
                states(before));
        findings.unless(!Cuts.isCut(story, row), "what is cut off does not run", row.key(), states(before));
    }

    private static void didNotRun(Story story, Row row, List<Row> before, Findings findings) {
        Set<Decision> decisions = Cuts.isCut(story, row) ? EnumSet.of(Decision.SKIPPED) : decisions(story, row, before);
        String rule = story.task(row.key()).rule();
        if (decisions.contains(Decision.RUN)) {
            findings.unless(false, "a task runs if its rule holds", row.key(), row.state(), rule, states(before));
        } else {
            Set<String> allowed = decisions.stream()
                    .map(decision -> decision.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            findings.unless(
                    allowed.contains(row.state()),
                    "what does not run ends as its rule says",
                    row.key(),
                    row.state(),
                    rule,
                    states(before),
                    allowed);
        }
    }

    private static Set<Decision> decisions(Story story, Row row, List<Row> before) {
        return Decision.onTheWay(
                story.task(row.key()).rule(),
                above(before, one -> true),
                above(before, one -> story.task(one.key()).role() == Role.SETUP));
    }

    private static Above above(List<Row> before, Predicate<Row> which) {
        List<String> states = before.stream().filter(which).map(Row::state).toList();
        int success = count(states, "success");
        int failed = count(states, "failed");
        int skipped = count(states, "skipped");
        int upstreamFailed = count(states, "upstream_failed");
        return new Above(
                success, failed, skipped, upstreamFailed, states.size() - success - failed - skipped - upstreamFailed);
    }

    private static int count(List<String> states, String wanted) {
        return (int) states.stream().filter(wanted::equals).count();
    }

    private static List<String> states(List<Row> rows) {
        return rows.stream()
                .map(row -> row.key().task() + "=" + row.state())
                .sorted()
                .toList();
    }
}
