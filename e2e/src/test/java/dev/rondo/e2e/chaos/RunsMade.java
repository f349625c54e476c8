package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.RunRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** No run is missing, and none is there twice. */
final class RunsMade implements Rule {

    // Of the kind "catchup", by the rank of the DAG; all others of it catch up with five hours.
    private static final int LAST_THREE = 4;

    // Of the kind "timetable"; what comes after is made once, those before have five hours.
    private static final int WORKING_DAYS = 1;
    private static final int OR_ASSET = 3;
    private static final int LAST_YEAR = 4;

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
                    if (Kind.of(dag) != Kind.CONTINUOUS) {
                        List<String> dates = found.stream()
                                .map(RunRow::date)
                                .filter(date -> !date.isEmpty() || !followsAssets(dag))
                                .toList();
                        findings.unless(
                                isRight(dag, dates),
                                "a schedule or a backfill makes each of its runs once",
                                dag,
                                dates);
                    }
                }
                // By what they were made for: see Updates and TriggeredRuns.
                case BY_ASSETS, BY_TASK -> {}
            }
        }
    }

    /** Whether it has runs for updates of assets beside those of its schedule, which {@link Updates} looks at. */
    static boolean followsAssets(String dag) {
        return Kind.of(dag) == Kind.TIMETABLE && Kind.rank(dag) == OR_ASSET;
    }

    private static boolean isRight(String dag, List<String> dates) {
        if (Kind.of(dag) == Kind.TIMETABLE && Kind.rank(dag) == LAST_YEAR) {
            return dates.size() == 1
                    && dates.getFirst().compareTo("2025") > 0
                    && dates.getFirst().endsWith("-01-01T00:00");
        }
        return dates.equals(expected(dag));
    }

    private static List<String> expected(String dag) {
        return switch (Kind.of(dag)) {
            case REDONE -> days(1, 2, 3, 4);
            case TIMETABLE ->
                switch (Kind.rank(dag)) {
                    case WORKING_DAYS -> days(1, 2, 5, 6, 7);
                    case 0, 2, OR_ASSET -> hours(0, 5);
                    default -> hours(0, 1);
                };
            case BACKFILLED -> days(2, 3, 4, 5, 6);
            case CATCHUP ->
                switch (Kind.rank(dag)) {
                    case LAST_THREE -> hours(2, 5);
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
