package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.DeadlineRow;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A deadline that passes is missed once and told under one key, one that is met is not. For those at a time of day see
 * {@link TimesOfDay}, for those that are later than usual {@link LaterThanUsual}.
 */
final class Deadlines implements Rule {

    // Its one task takes longer than these allow, and one was over before it began.
    private static final List<String> MISSED = List.of("past", "slow tight", "tight");

    // The same of a run that has a date; one that has none has no such deadline.
    private static final List<String> MISSED_WITH_DATE = List.of("dated", "past", "slow tight", "tight");

    // A scheduler goes by the ends that it has heard of.
    private static final Duration UNHEARD = Duration.ofSeconds(15);

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.LATE)) {
            List<DeadlineRow> rows = of(story, run);
            List<String> missed = rows.stream()
                    .filter(DeadlineRow::missed)
                    .map(DeadlineRow::name)
                    .sorted()
                    .toList();
            findings.unless(
                    missed.equals(run.date().isEmpty() ? MISSED : MISSED_WITH_DATE),
                    "what is late is missed, once",
                    run,
                    missed);
            findings.unless(
                    run.date().isEmpty() != hasDate(run.dag()), "a run has the date that it was asked for", run);
            findings.unless(
                    rows.stream().allMatch(DeadlineRow::missed), "a run that is over has no open deadline", run, rows);
            rows.forEach(row -> told(story, run, row, findings));
        }
    }

    /** Those that a run missed or that are open. */
    static List<DeadlineRow> of(Story story, RunRow run) {
        return story.tables().deadlines().stream()
                .filter(row -> row.dag().equals(run.dag()) && row.run().equals(run.id()))
                .toList();
    }

    /** Whether it is due so shortly after the end of its run that it may be missed all the same. */
    static boolean isClose(Story story, Instant end, Instant due) {
        return !end.isAfter(due)
                && end.plus(UNHEARD).plus(story.faults().alone(end, due)).isAfter(due);
    }

    static void told(Story story, RunRow run, DeadlineRow row, Findings findings) {
        Set<String> keys = story.left()
                .callbacks()
                .getOrDefault(run.dag() + " " + run.clean() + " " + row.name().replace(' ', '-'), Set.of());
        findings.unless(
                !row.missed() || row.callback().equals("success") && keys.size() == 1,
                "what is missed is told, under one key",
                row,
                keys);
    }

    /** Whether the runs of the DAG are asked for with the date of that moment. */
    static boolean hasDate(String dag) {
        return Kind.of(dag) == Kind.LATE && Kind.rank(dag) % 2 == 1;
    }
}
