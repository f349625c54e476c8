package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.Set;

/** What becomes of a task is told to its callbacks: each retry, and the end, under a key of its own. */
final class Callbacks implements Rule {

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.RETRIES)) {
            told(story, run, "again", "success", findings);
            told(story, run, "never", "failure", findings);
        }
    }

    private static void told(Story story, RunRow run, String task, String end, Findings findings) {
        Row row = story.instance(new Which(run.dag(), run.clean(), task, -1));
        if (row != null && !row.isLostTooOften()) {
            int retries = story.task(row.key()).retries();
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
