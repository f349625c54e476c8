package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Tables.Interval;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** No run is missing, and none is there twice; each covers what it is to cover, and begins no earlier than it may. */
final class RunsMade implements Rule {

    // Of the kind "catchup", by the rank of the DAG; all others of it catch up with five hours.
    private static final int CRON = 1;
    private static final int TWO_CRONS = 2;
    private static final int EVENTS = 3;
    private static final int LAST_THREE = 4;
    private static final int SPREAD = 5;
    private static final Duration MOST_SPREAD = Duration.ofMinutes(5);

    // Of the kind "timetable"; what comes after is made once, those before have five hours.
    private static final int LATER = 0;
    private static final int WORKING_DAYS = 1;
    private static final int MOVED = 2;
    private static final int OR_ASSET = 3;
    private static final int LAST_YEAR = 4;

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * A run that is to be there.
     *
     * @param length how long what it covers is
     * @param later how long after its logical date it may begin
     */
    private record Due(Instant date, Duration length, Duration later) {
        String minute() {
            return date.toString().substring(0, 16);
        }

        Interval interval() {
            return new Interval(date, date.plus(length));
        }
    }

    @Override
    public void check(Story story, Findings findings) {
        for (String dag : story.tables().dags().keySet()) {
            List<RunRow> found = story.runsOf(dag);
            switch (Kind.of(dag).start()) {
                case BY_HAND -> byHand(story, dag, found, findings);
                case BY_TIME, BY_BACKFILL -> {
                    if (Kind.of(dag) != Kind.CONTINUOUS) {
                        Map<Boolean, List<RunRow>> byDate = found.stream()
                                .collect(Collectors.partitioningBy(
                                        run -> !run.date().isEmpty()));
                        byTime(dag, byDate.getOrDefault(true, List.of()), findings);
                        if (!followsAssets(dag)) {
                            byHand(story, dag, byDate.getOrDefault(false, List.of()), findings);
                        }
                    }
                }
                // By what they were made for: see Updates and TriggeredRuns.
                case BY_ASSETS, BY_TASK -> {}
            }
            for (RunRow run : found) {
                findings.unless(
                        !run.moments().start().isBefore(run.moments().scheduled())
                                || run.moments().start().equals(Tables.NEVER),
                        "a run begins no earlier than it may",
                        run);
            }
        }
    }

    private static void byHand(Story story, String dag, List<RunRow> found, Findings findings) {
        Set<String> asked = story.asked().runs().getOrDefault(dag, Set.of());
        Set<String> ids = new TreeSet<>();
        found.forEach(run -> ids.add(run.id()));
        findings.unless(
                found.size() == ids.size() && ids.equals(asked), "runs are those that were asked for", dag, ids, asked);
    }

    /** Whether it has runs for updates of assets beside those of its schedule, which {@link Updates} looks at. */
    static boolean followsAssets(String dag) {
        return Kind.of(dag) == Kind.TIMETABLE && Kind.rank(dag) == OR_ASSET;
    }

    private static void byTime(String dag, List<RunRow> found, Findings findings) {
        List<String> dates = found.stream().map(RunRow::date).toList();
        if (Kind.of(dag) == Kind.TIMETABLE && Kind.rank(dag) == LAST_YEAR) {
            findings.unless(
                    dates.size() == 1
                            && dates.getFirst().compareTo("2025") > 0
                            && dates.getFirst().endsWith("-01-01T00:00"),
                    "a schedule or a backfill makes each of its runs once",
                    dag,
                    dates);
            return;
        }
        List<Due> due = due(dag);
        boolean isComplete = dates.equals(due.stream().map(Due::minute).toList());
        findings.unless(isComplete, "a schedule or a backfill makes each of its runs once", dag, dates);
        for (int i = 0; isComplete && i < due.size(); i++) {
            RunRow run = found.get(i);
            findings.unless(
                    run.interval().equals(due.get(i).interval()), "a run covers its interval", run, run.interval());
            findings.unless(
                    mayBegin(dag, due.get(i), run.moments().scheduled()), "a run may begin when it is due", run);
        }
    }

    private static boolean mayBegin(String dag, Due due, Instant from) {
        Instant first = due.date().plus(due.later());
        return Kind.of(dag) == Kind.CATCHUP && Kind.rank(dag) == SPREAD
                ? !from.isBefore(first) && from.isBefore(first.plus(MOST_SPREAD))
                : from.equals(first);
    }

    private static List<Due> due(String dag) {
        return switch (Kind.of(dag)) {
            case REDONE -> days(1, 2, 3, 4);
            case BACKFILLED -> days(2, 3, 4, 5, 6);
            case CLOCK -> acrossTheChange();
            case FILLED -> Filled.isCancelled(dag) ? daysFrom(Filled.FIRST, Filled.DAYS) : days(2, 3, 4, 5, 6);
            case TIMETABLE ->
                switch (Kind.rank(dag)) {
                    case LATER -> hours(0, 5, HOUR.plusMinutes(30));
                    case WORKING_DAYS -> days(1, 5, 7); // less a weekend and the holidays of ChaosTest
                    case MOVED -> moved();
                    case OR_ASSET -> hours(0, 5, HOUR);
                    default -> moments(0, 1);
                };
            case CATCHUP ->
                switch (Kind.rank(dag)) {
                    case CRON, TWO_CRONS, EVENTS, SPREAD -> moments(0, 5);
                    case LAST_THREE -> hours(2, 5, HOUR);
                    default -> hours(0, 5, HOUR);
                };
            default -> hours(0, 4, HOUR);
        };
    }

    private static List<Due> hours(int from, int before, Duration later) {
        return IntStream.range(from, before)
                .mapToObj(hour -> new Due(BEGIN.plus(Duration.ofHours(hour)), HOUR, later))
                .toList();
    }

    /** Hours of which each run covers nothing but its moment. */
    private static List<Due> moments(int from, int before) {
        return IntStream.range(from, before)
                .mapToObj(hour -> new Due(BEGIN.plus(Duration.ofHours(hour)), Duration.ZERO, Duration.ZERO))
                .toList();
    }

    /** Seven days from a Thursday on, of which those of the weekend begin on Monday. */
    private static List<Due> moved() {
        return IntStream.range(0, 7)
                .mapToObj(day -> new Due(
                        BEGIN.plus(DAY.multipliedBy(day)),
                        Duration.ZERO,
                        day == 2 || day == 3 ? DAY.multipliedBy(4L - day) : Duration.ZERO))
                .toList();
    }

    private static List<Due> daysFrom(Instant first, int count) {
        return IntStream.range(0, count)
                .mapToObj(day -> new Due(first.plus(DAY.multipliedBy(day)), DAY, DAY))
                .toList();
    }

    /** Four days of New York, of which one is an hour shorter. */
    private static List<Due> acrossTheChange() {
        List<Due> due = new ArrayList<>();
        Instant from = Instant.parse("2026-03-06T05:00:00Z");
        for (int hours : List.of(24, 24, 23, 24)) {
            Duration length = Duration.ofHours(hours);
            due.add(new Due(from, length, length));
            from = from.plus(length);
        }
        return due;
    }

    private static List<Due> days(int... days) {
        List<Due> due = new ArrayList<>();
        for (int day : days) {
            due.add(new Due(BEGIN.atOffset(ZoneOffset.UTC).withDayOfMonth(day).toInstant(), DAY, DAY));
        }
        return due;
    }
}
