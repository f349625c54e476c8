package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A DAG that is paused begins nothing more, and what it had begun stays where it is. Such a run is open for good; the
 * other rules are held against those that could end, see {@link #left}.
 */
final class Paused implements Rule {

    // What is with a worker begins though its DAG is paused meanwhile.
    private static final Duration MARGIN = Duration.ofSeconds(10);

    @Override
    public void check(Story story, Findings findings) {
        story.rows().forEach(row -> {
            Instant paused = story.asked().paused().get(row.key().dag());
            if (paused != null) {
                findings.unless(
                        !isBehind(story, row.moments().start(), paused),
                        "a DAG that is paused begins nothing",
                        row.key(),
                        row.moments(),
                        paused);
                findings.unless(
                        !isOpen(story, story.run(row.key()))
                                || Set.of("none", "scheduled", "success").contains(row.state()),
                        "what a paused DAG has begun is ended",
                        row.key(),
                        row.state());
            }
        });
        story.asked().paused().forEach((dag, paused) -> check(story, dag, paused, findings));
    }

    private static void check(Story story, String dag, Instant paused, Findings findings) {
        List<RunRow> runs = story.runsOf(dag).stream()
                .sorted(Comparator.comparing(run -> run.interval().start()))
                .toList();
        for (RunRow run : runs) {
            findings.unless(
                    !isBehind(story, run.moments().queued(), paused)
                            && !isBehind(story, run.moments().start(), paused),
                    "a DAG that is paused begins no run",
                    run,
                    paused);
            if (isOpen(story, run)) {
                findings.unless(run.equals(runs.getLast()), "of a paused DAG only the last run stays open", run);
                findings.unless(hasMore(story, run), "a run that stays open has something left to do", run);
            }
        }
    }

    private static boolean isBehind(Story story, Instant moment, Instant paused) {
        return moment.isAfter(paused.plus(MARGIN).plus(story.faults().alone(paused, moment)));
    }

    private static boolean hasMore(Story story, RunRow run) {
        List<Row> rows = story.rows()
                .filter(row ->
                        row.key().dag().equals(run.dag()) && row.key().run().equals(run.clean()))
                .toList();
        return rows.isEmpty()
                ? run.state().equals("queued")
                : rows.stream()
                        .anyMatch(row -> !Set.of("success", "failed", "skipped", "upstream_failed", "removed")
                                .contains(row.state()));
    }

    /** Whether it is open for good. */
    static boolean isOpen(Story story, RunRow run) {
        return story.asked().paused().containsKey(run.dag())
                && !Set.of("success", "failed").contains(run.state());
    }

    /** The story without the runs that wait for ever. */
    static Story left(Story story) {
        Set<String> open = story.tables().runs().stream()
                .filter(run -> isOpen(story, run))
                .map(run -> run.dag() + " " + run.clean())
                .collect(Collectors.toSet());
        return open.isEmpty() ? story : story.without(key -> open.contains(key.dag() + " " + key.run()));
    }
}
