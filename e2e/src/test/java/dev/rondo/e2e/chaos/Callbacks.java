package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Life;
import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.List;
import java.util.Set;

/** What becomes of a task, or a run, is told to its callbacks: each retry, and the end, under a key of its own. */
final class Callbacks implements Rule {

    // Its second try fails for good, whatever its retries.
    private static final String HOPELESS = "hopeless";

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.RETRIES)) {
            told(story, run, "again", "success", findings);
            told(story, run, "never", "failure", findings);
            told(story, run, HOPELESS, "failure", findings);
        }
        for (Kind kind : List.of(Kind.SETUP, Kind.RETRIES)) {
            story.runs(kind).forEach(run -> ofRun(story, run, findings));
        }
        story.runs(Kind.MARKED).stream()
                .filter(run -> MarkedRuns.isMarkedWhole(run.dag()))
                .forEach(run -> ofMarkedRun(story, run, findings));
        story.runs(Kind.RULES).forEach(run -> skipped(story, run, "skipping", findings));
        story.runs(Kind.BRANCH).forEach(run -> skipped(story, run, "left", findings));
    }

    private static void ofRun(Story story, RunRow run, Findings findings) {
        boolean success = run.state().equals("success");
        findings.unless(
                keys(story, run, "run-success").size() == (success ? 1 : 0)
                        && keys(story, run, "run-failure").size() == (success ? 0 : 1),
                "the end of a run is told under one key",
                run,
                run.state(),
                keys(story, run, "run-success"),
                keys(story, run, "run-failure"));
    }

    /** A run that was over when it was marked failed has told of its success before. */
    private static void ofMarkedRun(Story story, RunRow run, Findings findings) {
        int success = keys(story, run, "run-success").size();
        int failure = keys(story, run, "run-failure").size();
        findings.unless(
                run.state().equals("success")
                        ? success == 1 && failure == 0
                        : failure == 1 && success <= (MarkedRuns.isEnded(run) ? 1 : 0),
                "the end of a run is told under one key",
                run,
                run.state(),
                success,
                failure);
    }

    /** A task that skips itself tells of it; one that a branch skips does not. */
    private static void skipped(Story story, RunRow run, String task, Findings findings) {
        Row row = story.instance(new Which(run.dag(), run.clean(), task, -1));
        Set<String> keys = keys(story, run, task + "-skipped");
        boolean itself = row != null
                && row.state().equals("skipped")
                && story.livesOf(row.key()).stream().map(Life::end).anyMatch("skip"::equals);
        findings.unless(
                keys.size() == (itself ? 1 : 0),
                "a task that skips itself tells of it under one key, no other does",
                run,
                String.valueOf(row),
                keys);
    }

    private static void told(Story story, RunRow run, String task, String end, Findings findings) {
        Row row = story.instance(new Which(run.dag(), run.clean(), task, -1));
        if (row != null && !row.isLostTooOften()) {
            int retries = task.equals(HOPELESS) ? 1 : story.task(row.key()).retries();
            findings.unless(
                    keys(story, run, task + "-retry").size() == retries,
                    "each retry is told under a key of its own",
                    row,
                    keys(story, run, task + "-retry"));
            findings.unless(
                    keys(story, run, task + "-" + end).size() == 1,
                    "the end of a task is told under one key",
                    row,
                    keys(story, run, task + "-" + end));
        }
    }

    private static Set<String> keys(Story story, RunRow run, String callback) {
        return story.left().callbacks().getOrDefault(run.dag() + " " + run.clean() + " " + callback, Set.of());
    }
}
