package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.spec.CalendarSpec;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every timetable, with calendars and spreads around it, over changes of the clock. */
class TimetablePropertiesTest {

    private static final int RUNS = 60;

    /** Each year's clock changes in each of the zones lie within a few weeks of one of these. */
    @Provide
    Arbitrary<Instant> starts() {
        return Arbitraries.of(
                        "2024-03-28T00:00:00Z", "2024-10-01T13:00:00Z", "2025-10-25T22:30:00Z", "2026-03-07T05:59:59Z")
                .map(Instant::parse)
                .flatMap(
                        start -> Arbitraries.integers().between(0, 40 * 24 * 60).map(m -> start.plusSeconds(60L * m)));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<CalendarSpec> calendars() {
        Arbitrary<Set<DayOfWeek>> days = Arbitraries.of(DayOfWeek.class).set().ofMinSize(1);
        Arbitrary<List<LocalDate>> holidays = Arbitraries.integers()
                .between(0, 900)
                .map(day -> LocalDate.of(2024, 1, 1).plusDays(day))
                .list()
                .ofMaxSize(60);
        return Combinators.combine(days, holidays).as((d, h) -> new CalendarSpec(d, h, List.of()));
    }

    @Provide
    Arbitrary<Timetable> plain() {
        Arbitrary<String> crons = Arbitraries.of(
                "0 6 * * *",
                "30 2 * * *",
                "@hourly",
                "*/20 * * * *",
                "15 1,2,3 * * *",
                "0 0 1,15 * *",
                "30 2 * * SUN",
                "@daily",
                "0 12 L * *");
        Arbitrary<Timetable> triggers = Combinators.combine(crons, zones())
                .as((cron, zone) -> new CronTrigger(CronExpression.parse(cron), zone));
        Arbitrary<Timetable> intervals = Combinators.combine(crons, zones())
                .as((cron, zone) -> new CronDataInterval(CronExpression.parse(cron), zone));
        Arbitrary<Timetable> several = Combinators.combine(crons, crons, zones())
                .as((one, other, zone) -> new MultipleCronTrigger(List.of(
                        new CronTrigger(CronExpression.parse(one), zone),
                        new CronTrigger(CronExpression.parse(other), zone))));
        Arbitrary<Timetable> steps = Arbitraries.of(
                new DeltaTrigger(Span.of(Duration.ofHours(7)), Span.ZERO),
                new DeltaTrigger(Span.of(Period.ofMonths(1)), Span.of(Duration.ofDays(1))),
                new DeltaDataInterval(Span.of(Duration.ofMinutes(90))),
                new DeltaDataInterval(Span.of(Period.ofDays(3))));
        Arbitrary<Timetable> events = Arbitraries.integers()
                .between(0, 100_000)
                .map(minute -> Instant.parse("2024-03-28T00:00:00Z").plusSeconds(60L * minute))
                .list()
                .ofMaxSize(80)
                .map(dates -> new Events(dates, false));
        return Arbitraries.oneOf(triggers, intervals, several, steps, events);
    }

    @Provide
    Arbitrary<Timetable> any() {
        Arbitrary<Timetable> spread = Combinators.combine(
                        plain(), Arbitraries.integers().between(0, 86_400))
                .as((timetable, seconds) -> new Spread(timetable, Duration.ofSeconds(seconds)));
        Arbitrary<Timetable> onDays = Combinators.combine(
                        Arbitraries.oneOf(plain(), spread), zones(), calendars(), Arbitraries.of(true, false))
                .as(OnDays::new);
        Arbitrary<Timetable> both = Combinators.combine(
                        onDays, Arbitraries.integers().between(0, 3_600))
                .as((timetable, seconds) -> new Spread(timetable, Duration.ofSeconds(seconds)));
        return Arbitraries.oneOf(plain(), spread, onDays, both);
    }

    @Property(tries = 200)
    void with_catchup_each_run_is_later_than_the_one_before_and_no_tick_comes_twice(
            @ForAll("any") Timetable timetable, @ForAll("starts") Instant start) {
        List<RunInfo> runs = nexts(timetable, catchup(start), start);

        assertThat(runs).extracting(RunInfo::logicalDate).isSorted().doesNotHaveDuplicates();
        assertThat(runs).extracting(RunInfo::tick).isSorted().doesNotHaveDuplicates();
        assertThat(runs).allSatisfy(run -> assertThat(run.runAfter()).isAfterOrEqualTo(run.tick()));
    }

    @Property(tries = 200)
    void a_catchup_is_the_sequence_of_the_next_runs(
            @ForAll("any") Timetable timetable,
            @ForAll("starts") Instant start,
            @ForAll @IntRange(min = 1, max = 40) int limit) {
        Instant now = start.plus(Duration.ofDays(4_000));

        DueRuns due = DueRuns.oldest(timetable, null, catchup(start), now, limit);

        List<RunInfo> sequence = nexts(timetable, catchup(start), now).stream()
                .filter(run -> !run.runAfter().isAfter(now))
                .toList();
        assertThat(due.due()).isEqualTo(sequence.subList(0, Math.min(limit, sequence.size())));
    }

    @Property(tries = 200)
    void the_last_so_many_of_a_catchup_are_its_end(
            @ForAll("any") Timetable timetable,
            @ForAll("starts") Instant start,
            @ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 0, max = 20_000) int minutes) {
        Instant now = start.plusSeconds(60L * minutes);

        List<RunInfo> all = DueRuns.oldest(timetable, null, catchup(start), now, Integer.MAX_VALUE)
                .due();

        assertThat(DueRuns.newest(timetable, null, catchup(start), now, count).due())
                .isEqualTo(all.subList(Math.max(0, all.size() - count), all.size()));
    }

    @Property(tries = 200)
    void a_spread_shifts_the_start_and_nothing_else(
            @ForAll("plain") Timetable timetable,
            @ForAll("starts") Instant start,
            @ForAll String dagId,
            @ForAll @IntRange(min = 1, max = 86_400) int window) {
        Duration delay = Spread.delayOf(dagId, Duration.ofSeconds(window));

        List<RunInfo> spread = nexts(new Spread(timetable, delay), catchup(start), start);

        assertThat(delay).isBetween(Duration.ZERO, Duration.ofSeconds(window - 1L));
        assertThat(Spread.delayOf(dagId, Duration.ofSeconds(window))).isEqualTo(delay);
        assertThat(spread)
                .isEqualTo(nexts(timetable, catchup(start), start).stream()
                        .map(run -> run.startingAt(run.runAfter().plus(delay)))
                        .toList());
    }

    @Property(tries = 200)
    void a_calendar_keeps_the_runs_of_its_days_or_moves_the_others_to_one(
            @ForAll("plain") Timetable timetable,
            @ForAll("starts") Instant start,
            @ForAll("zones") ZoneId zone,
            @ForAll("calendars") CalendarSpec calendar) {
        List<RunInfo> all = nexts(timetable, catchup(start), start);
        Set<RunInfo> allowed = new HashSet<>(all);
        allowed.removeIf(run -> !allows(calendar, LocalDate.ofInstant(run.logicalDate(), zone)));

        List<RunInfo> kept = nexts(new OnDays(timetable, zone, calendar, false), catchup(start), start);
        List<RunInfo> moved = nexts(new OnDays(timetable, zone, calendar, true), catchup(start), start);

        assertThat(kept).containsAll(allowed);
        assertThat(kept).allMatch(run -> allows(calendar, LocalDate.ofInstant(run.logicalDate(), zone)));
        assertThat(moved)
                .extracting(RunInfo::interval)
                .isEqualTo(all.stream().map(RunInfo::interval).toList());
        assertThat(moved)
                .filteredOn(allowed::contains)
                .as("what stands for an allowed day stays as it is")
                .hasSize(allowed.size());
    }

    @Property(tries = 200)
    void a_scheduler_that_is_never_late_makes_the_same_runs_with_and_without_catchup(
            @ForAll("cronsOnDays") Timetable timetable, @ForAll("starts") Instant start) {
        List<RunInfo> made = new ArrayList<>();
        Instant now = start;
        DataInterval last = null;
        while (made.size() < RUNS) {
            Optional<RunInfo> next = timetable.next(last, new Restriction(start, null, false), now);
            if (next.isEmpty()) {
                break;
            }
            now = next.get().runAfter();
            last = next.get().interval();
            made.add(next.get());
        }

        List<RunInfo> all = nexts(timetable, catchup(start), start);
        assertThat(made).isEqualTo(all);
    }

    @Property(tries = 200)
    void without_catchup_a_late_scheduler_makes_the_newest_run_of_an_allowed_day(
            @ForAll("cronsOnDays") Timetable timetable,
            @ForAll("starts") Instant start,
            @ForAll @IntRange(min = 1, max = 20_000) int minutesLate) {
        Optional<RunInfo> known = timetable.next(null, catchup(start), start);
        Assume.that(known.isPresent());
        RunInfo first = known.orElseThrow();
        Instant now = first.runAfter().plusSeconds(60L * minutesLate);

        RunInfo answer = timetable
                .next(first.interval(), new Restriction(start, null, false), now)
                .orElseThrow();

        List<RunInfo> due = DueRuns.oldest(timetable, first.interval(), catchup(start), now, Integer.MAX_VALUE)
                .due();
        assertThat(answer.runAfter().isAfter(now)).isEqualTo(due.isEmpty());
        assertThat(due.isEmpty() ? answer : due.getLast()).isEqualTo(answer);
    }

    /**
     * Triggers of less than every hour: what steps are measured from, and hourly crons in a doubled hour, is their own
     * affair.
     */
    @Provide
    Arbitrary<Timetable> cronsOnDays() {
        Arbitrary<Timetable> triggers = Combinators.combine(
                        Arbitraries.of("0 6 * * *", "15 5,17 * * *", "0 12 * * MON,WED,SAT", "0 8 1,2,3,28 * *"),
                        zones())
                .as((cron, zone) -> new CronTrigger(CronExpression.parse(cron), zone));
        Arbitrary<Timetable> onDays =
                Combinators.combine(triggers, zones(), calendars()).as((t, z, c) -> new OnDays(t, z, c, false));
        Arbitrary<Timetable> spread = Combinators.combine(
                        Arbitraries.oneOf(triggers, onDays),
                        Arbitraries.integers().between(0, 7_200))
                .as((t, seconds) -> new Spread(t, Duration.ofSeconds(seconds)));
        return Arbitraries.oneOf(triggers, onDays, spread);
    }

    private static Restriction catchup(Instant start) {
        return new Restriction(start, null, true);
    }

    private static boolean allows(CalendarSpec calendar, LocalDate day) {
        return calendar.weekdays().contains(day.getDayOfWeek())
                && !calendar.except().contains(day);
    }

    private static List<RunInfo> nexts(Timetable timetable, Restriction restriction, Instant now) {
        List<RunInfo> runs = new ArrayList<>();
        Optional<RunInfo> next = timetable.next(null, restriction, now);
        while (next.isPresent() && runs.size() < RUNS) {
            runs.add(next.get());
            next = timetable.next(next.get().interval(), restriction, now);
        }
        return runs;
    }
}
