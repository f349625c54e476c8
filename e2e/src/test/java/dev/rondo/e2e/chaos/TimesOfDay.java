package dev.rondo.e2e.chaos;

import dev.rondo.e2e.chaos.Lives.Which;
import dev.rondo.e2e.chaos.Tables.DeadlineRow;
import dev.rondo.e2e.chaos.Tables.Row;
import dev.rondo.e2e.chaos.Tables.RunRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A deadline at a time of day is due the first time that the clocks of its DAG's zone show it after the run may begin,
 * and that much later where they leave it out.
 */
final class TimesOfDay implements Rule {

    static final ZoneId ZONE = ZoneId.of("America/New_York");

    private static final String GAP = "gap";
    private static final String MIDNIGHT = "midnight";
    private static final String SOON = "soon";

    // Of the runs of the schedule, by their dates, worked out by hand: the eighth of March has no half past two.
    private static final Map<String, Map<String, Instant>> WRITTEN = Map.of(
            "2026-03-06T05:00", written("2026-03-07T07:30:00Z", "2026-03-08T05:00:00Z"),
            "2026-03-07T05:00", written("2026-03-08T07:30:00Z", "2026-03-09T04:00:00Z"),
            "2026-03-08T05:00", written("2026-03-09T06:30:00Z", "2026-03-10T04:00:00Z"),
            "2026-03-09T04:00", written("2026-03-10T06:30:00Z", "2026-03-11T04:00:00Z"));

    private static Map<String, Instant> written(String gap, String midnight) {
        return Map.of(GAP, Instant.parse(gap), MIDNIGHT, Instant.parse(midnight));
    }

    @Override
    public void check(Story story, Findings findings) {
        for (RunRow run : story.runs(Kind.CLOCK)) {
            Row wait = story.instance(new Which(run.dag(), run.clean(), "wait", -1));
            // A run that fails misses what is yet to be due as well.
            if (wait != null && wait.state().equals("success")) {
                check(story, run, wait.moments().end(), findings);
            }
        }
    }

    private static void check(Story story, RunRow run, Instant end, Findings findings) {
        Map<String, Instant> due = due(story, run);
        Map<String, Instant> there = new TreeMap<>();
        for (DeadlineRow row : Deadlines.of(story, run)) {
            there.put(row.name(), row.due());
            findings.unless(row.missed(), "a run that is over has no open deadline", run, row);
            Deadlines.told(story, run, row, findings);
        }
        Map<String, Instant> late = new TreeMap<>();
        due.forEach((name, at) -> {
            if (end.isAfter(at)) {
                late.put(name, at);
            } else if (Deadlines.isClose(story, end, at)) {
                there.remove(name);
            }
        });
        findings.unless(
                there.equals(late),
                "what is late by the clock is missed, and due when it shows that",
                run,
                there,
                late);
    }

    private static Map<String, Instant> due(Story story, RunRow run) {
        Instant from = run.moments().scheduled();
        Map<String, Instant> due =
                new TreeMap<>(Map.of(GAP, first(from, LocalTime.of(2, 30)), MIDNIGHT, first(from, LocalTime.MIDNIGHT)));
        due.putAll(WRITTEN.getOrDefault(run.date(), Map.of()));
        due.put(SOON, first(from, clock(story.asked().soon())));
        return due;
    }

    private static Instant first(Instant after, LocalTime time) {
        LocalDate today = after.atZone(ZONE).toLocalDate();
        return IntStream.rangeClosed(-1, 1)
                .mapToObj(days -> today.plusDays(days).atTime(time).atZone(ZONE).toInstant())
                .filter(after::isBefore)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** What the clocks show at a moment. */
    static LocalTime clock(Instant moment) {
        return moment.atZone(ZONE).toLocalTime();
    }

    /** Whether a run of the DAG that was asked for may begin before the moment of the storm, and one after it. */
    static boolean areOnBothSides(Story story, String dag) {
        List<Instant> asked = story.runsOf(dag).stream()
                .filter(run -> run.date().isEmpty())
                .map(run -> run.moments().scheduled())
                .toList();
        return asked.stream().anyMatch(story.asked().soon()::isAfter)
                && asked.stream().anyMatch(story.asked().soon()::isBefore);
    }
}
