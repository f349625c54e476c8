package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every run ends, and leaves no task open. */
final class AllIsOver implements Rule {

    private static final Set<String> FINAL = Set.of("success", "failed", "skipped", "upstream_failed", "removed");

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.tables().runs()) {
            findings.unless(
                    Story.isHeldBack(run)
                            ? run.state().equals("queued")
                            : Set.of("success", "failed").contains(run.state()),
                    "a run ends, unless a failure holds it back",
                    run,
                    run.state());
        }
        Map<String, RunRow> runs = story.tables().runs().stream()
                .collect(Collectors.toMap(
                        run -> run.dag() + " " + run.clean(), Function.identity(), (one, same) -> one));
        story.rows().forEach(row -> {
            RunRow run = runs.get(row.key().dag() + " " + row.key().run());
            findings.unless(
                    run != null && (FINAL.contains(row.state()) || Story.isHeldBack(run)),
                    "a run that is over has no open task",
                    row);
        });
    }
}
