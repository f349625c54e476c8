package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.RunRow;
import dev.rondo.e2e.chaos.Task.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run ends in the state that its last tasks earned. */
final class Outcomes implements Rule {

    private static final Set<String> FAILURES = Set.of("failed", "upstream_failed");

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.tables().runs()) {
            boolean superseded =
                    Kind.of(run.dag()) == Kind.LATEST && run.reason().startsWith("superseded");
            if (Story.isHeldBack(run) || superseded || Filled.wasCancelled(run)) {
                findings.unless(
                        story.spansOf(run.dag()).stream()
                                .noneMatch(span -> span.run().equals(run)),
                        "a run that is held back, superseded or cancelled does not begin",
                        run);
            } else if (Kind.of(run.dag()) != Kind.RUN_TIMEOUT && !MarkedRuns.isEnded(run)) { // see Timeouts
                byItsLeaves(story, run, findings);
            }
        }
    }

    private static void byItsLeaves(Story story, RunRow run, Findings findings) {
        List<String> failing = leaves(Filled.tasks(story, run)).stream()
                .flatMap(leaf -> story.instancesOf(run.dag(), run.clean(), leaf).stream())
                .filter(row -> FAILURES.contains(row.state()))
                .map(row -> row.key().toString())
                .toList();
        findings.unless(
                run.state().equals(failing.isEmpty() ? "success" : "failed"),
                "a run fails if and only if one of its last tasks did",
                run,
                run.state(),
                run.reason(),
                failing);
    }

    private static List<String> leaves(Map<String, Task> tasks) {
        return tasks.values().stream()
                .filter(task -> task.role() != Role.TEARDOWN)
                .filter(task -> tasks.values().stream()
                        .filter(after -> after.upstream().contains(task.id()))
                        .allMatch(after -> after.role() == Role.TEARDOWN))
                .map(Task::id)
                .toList();
    }
}
