package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** No run is missing, and none is there twice. */
final class RunsMade implements Rule {

    // Of the kind "catchup", by the rank of the DAG; all others catch up with five hours.
    private static final int LAST_THREE = 4;
    private static final int WORKING_DAYS = 6;

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.tables().dags().keySet()) {
            List<RunRow> found = story.runsOf(dag);
            switch (Kind.of(dag).start()) {
                case BY_HAND -> {
                    Set<String> asked = story.asked().runs().getOrDefault(dag, Set.of());
                    Set<String> ids = new TreeSet<>();
                    found.forEach(run -> ids.add(run.id()));
                    findings.unless(
                            found.size() == ids.size() && ids.equals(asked),
                            "runs are those that were asked for",
                            dag,
                            ids,
                            asked);
                }
                case BY_TIME, BY_BACKFILL -> {
                    List<String> dates = found.stream().map(RunRow::date).toList();
                    findings.unless(
                            dates.equals(expected(dag)),
                            "a schedule or a backfill makes each of its runs once",
                            dag,
                            dates);
                }
                // By what they were made for: see Updates and TriggeredRuns.
                case BY_ASSETS, BY_TASK -> {}
            }
        }
    }

    private static List<String> expected(String dag) {
        return switch (Kind.of(dag)) {
            case BACKFILLED -> days(2, 3, 4, 5, 6);
            case CATCHUP ->
                switch (Kind.rank(dag)) {
                    case LAST_THREE -> hours(2, 5);
                    case WORKING_DAYS -> days(1, 2, 5, 6, 7);
                    default -> hours(0, 5);
                };
            default -> hours(0, 4);
        };
    }

    private static List<String> hours(int from, int before) {
        return IntStream.range(from, before)
                .mapToObj(hour -> "2026-01-01T0" + hour + ":00")
                .toList();
    }

    private static List<String> days(int... days) {
        return IntStream.of(days).mapToObj(day -> "2026-01-0" + day + "T00:00").toList();
    }
}
