package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Tables.Role;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Tables.Task;
import java.util.List;
import java.util.Set;

/** A task runs if its trigger rule holds and no branch cut it off, not otherwise, and after what it waits for. */
final class WhatRuns implements Rule {

    // These need not wait for all that is before them.
    private static final Set<String> EARLY = Set.of("one_success", "one_failed", "one_done", "always");

    @Override
    public void check(Story story, Findings findings) {
        story.rows().forEach(row -> {
            List<Row> before = story.before(row);
            if (before.stream().map(Row::key).anyMatch(story::isMarked)) {
                return; // it went by a state that the mark may have changed since: see Marks
            }
            if (!story.livesOf(row.key()).isEmpty()) {
                ran(story, row, before, findings);
            } else if (!story.task(row.key()).silent() && !story.isMarked(row.key())) {
                RunRow run = story.run(row.key());
                if (!run.reason().equals("run_timeout") && !Story.isHeldBack(run)) {
                    didNotRun(story, row, before, findings);
                }
            }
        });
    }

    private static void ran(Story story, Row row, List<Row> before, Findings findings) {
        String rule = story.task(row.key()).rule();
        findings.unless(
                holds(story, rule, before),
                "a task runs only if its rule holds",
                row.key(),
                row.state(),
                rule,
                states(before));
        findings.unless(!isCut(row, before), "what a branch did not choose does not run", row.key(), states(before));
        // See Clears and Redone.
        if (EARLY.contains(rule) || Story.isDoneAgain(row.key().dag())) {
            return;
        }
        Life first = story.livesOf(row.key()).getFirst();
        for (Row one : before) {
            List<Life> lives = story.livesOf(one.key());
            findings.unless(
                    lives.isEmpty() || lives.getLast().to() <= first.from(),
                    "a task begins after the end of those before it",
                    first,
                    lives);
        }
    }

    private static void didNotRun(Story story, Row row, List<Row> before, Findings findings) {
        Task task = story.task(row.key());
        findings.unless(
                Set.of("failed", "upstream_failed", "skipped").contains(row.state()),
                "what did not run is skipped or upstream_failed",
                row);
        findings.unless(
                !holds(story, task.rule(), before) || isCut(row, before) || task.mapped(),
                "a task runs if its rule holds",
                row.key(),
                row.state(),
                task.rule(),
                states(before));
        findings.unless(
                !row.state().equals("upstream_failed") || count(before, "failed", "upstream_failed") > 0,
                "upstream_failed comes from a failure",
                row.key(),
                states(before));
    }

    private static List<String> states(List<Row> rows) {
        return rows.stream()
                .map(row -> row.key().task() + "=" + row.state())
                .sorted()
                .toList();
    }

    private static int count(List<Row> rows, String... states) {
        Set<String> wanted = Set.of(states);
        return (int) rows.stream().filter(row -> wanted.contains(row.state())).count();
    }

    /** Whether the rule lets a task run when those before it have ended like this. */
    private static boolean holds(Story story, String rule, List<Row> before) {
        if (before.isEmpty()) {
            return true;
        }
        int all = before.size();
        int success = count(before, "success");
        int failed = count(before, "failed", "upstream_failed");
        int skipped = count(before, "skipped");
        return switch (rule) {
            case "all_success" -> success == all;
            case "all_failed" -> failed == all;
            case "all_skipped" -> skipped == all;
            case "all_done", "always" -> true;
            // As Airflow counts it, what was skipped is not done.
            case "all_done_min_one_success" -> success > 0 && skipped == 0;
            case "one_success" -> success > 0;
            case "all_done_setup_success" -> {
                List<Row> setups = before.stream()
                        .filter(row -> story.task(row.key()).role() == Role.SETUP)
                        .toList();
                yield setups.isEmpty() || count(setups, "success") > 0;
            }
            case "one_failed" -> failed > 0;
            case "one_done" -> success + count(before, "failed") > 0;
            case "none_failed" -> failed == 0;
            case "none_failed_min_one_success" -> failed == 0 && success > 0;
            case "none_skipped" -> skipped == 0;
            default -> throw new AssertionError("a rule that the checker does not know: " + rule);
        };
    }

    private static boolean isCut(Row row, List<Row> before) {
        return before.stream()
                .map(Row::followed)
                .anyMatch(followed -> !followed.equals("-")
                        && !List.of(followed.split(",")).contains(row.key().task()));
    }
}
