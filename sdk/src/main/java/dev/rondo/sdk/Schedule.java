package dev.rondo.sdk;

import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.ScheduleSpec.Interval;
import dev.rondo.sdk.spec.ScheduleSpec.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What makes the runs of a DAG. An immutable value. Times of day and cron fields are read in the zone of the DAG.
 *
 * <p>Two families: <em>trigger</em> schedules ({@link #of}, {@link #every}) date a run by the moment it is due;
 * <em>data interval</em> schedules ({@link #dataInterval}, {@link #dataIntervalEvery}) give runs that cover a stretch
 * of time, are dated by its start and begin when it is over, which is what training on daily data wants.
 */
@CheckReturnValue
public final class Schedule {

    private final ScheduleSpec spec;
    private final @Nullable CustomTimetable custom;

    private Schedule(ScheduleSpec spec) {
        this(spec, null);
    }

    private Schedule(ScheduleSpec spec, @Nullable CustomTimetable custom) {
        this.spec = spec;
        this.custom = custom;
    }

    /**
     * A run at each tick of a cron expression, dated by it.
     *
     * @param text five fields (minute, hour, day of month, month, day of week), also six or seven as Airflow reads
     *     them; a preset ({@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly}, {@code @quarterly},
     *     {@code @yearly}); or {@code @once}, {@code @continuous}, {@code @none}. Checked when the DAG is loaded
     */
    public static Schedule of(String text) {
        return switch (text.strip()) {
            case "@once" -> once();
            case "@continuous" -> continuous();
            case "@none" -> none();
            default -> new Schedule(new ScheduleSpec.CronTrigger(List.of(text)));
        };
    }

    /** A run at each tick of any of the cron expressions; one when they tick together. */
    public static Schedule of(String first, String second, String... more) {
        List<String> crons = new ArrayList<>(List.of(first, second));
        crons.addAll(List.of(more));
        return new Schedule(new ScheduleSpec.CronTrigger(crons));
    }

    /** A run for each interval between two ticks of a cron expression, begun when the interval is over. */
    public static Schedule dataInterval(String cron) {
        return new Schedule(new ScheduleSpec.CronDataInterval(cron));
    }

    /** A run each so often, dated by its moment. The step is longer than zero. */
    public static Schedule every(Duration step) {
        return new Schedule(new ScheduleSpec.DeltaTrigger(Step.of(step), Interval.ZERO));
    }

    /** A run each so many days, months or years, dated by its moment. The step is longer than zero. */
    public static Schedule every(Period step) {
        return new Schedule(new ScheduleSpec.DeltaTrigger(Step.of(step), Interval.ZERO));
    }

    /** A run for each stretch of this length, begun when it is over. The step is longer than zero. */
    public static Schedule dataIntervalEvery(Duration step) {
        return new Schedule(new ScheduleSpec.DeltaDataInterval(Step.of(step)));
    }

    /** A run for each so many days, months or years, begun when they are over. The step is longer than zero. */
    public static Schedule dataIntervalEvery(Period step) {
        return new Schedule(new ScheduleSpec.DeltaDataInterval(Step.of(step)));
    }

    /** One run, at the start date. */
    public static Schedule once() {
        return new Schedule(new ScheduleSpec.Once());
    }

    /** A new run as soon as the last one is finished; one at a time. */
    public static Schedule continuous() {
        return new Schedule(new ScheduleSpec.Continuous());
    }

    /** No runs by time: manual triggers and backfills only. */
    public static Schedule none() {
        return new Schedule(new ScheduleSpec.None());
    }

    /**
     * A run when all of these assets were updated since the last run for them; the updates of one asset count once. To
     * combine assets otherwise: {@code Schedule.assets(orders.and(rates.or(fallbackRates)))}. Such a run has no logical
     * date; {@link TaskContext#triggeringAssetEvents} says what it is for.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Schedule assets(AssetExpression... all) {
        return new Schedule(new ScheduleSpec.Assets(AssetExpression.all(all)));
    }

    /**
     * Runs by time, and also when these assets were updated; each makes runs of its own.
     *
     * @throws IllegalStateException when this schedule makes no runs by time
     */
    public Schedule orAssets(AssetExpression expression) {
        return switch (spec) {
            case ScheduleSpec.None none -> throw noTime();
            case ScheduleSpec.Assets assets -> throw noTime();
            case ScheduleSpec.AssetsOrTime both -> throw noTime();
            default -> new Schedule(new ScheduleSpec.AssetsOrTime(expression, spec), custom);
        };
    }

    private IllegalStateException noTime() {
        return new IllegalStateException("only a schedule that makes runs by time can be combined with assets; this one"
                + " is " + this + ". For several assets combine them: Schedule.assets(a.or(b))");
    }

    /** A run at each of the moments. */
    public static Schedule events(Collection<OffsetDateTime> moments) {
        List<Instant> dates = moments.stream()
                .map(OffsetDateTime::toInstant)
                .sorted()
                .distinct()
                .toList();
        return new Schedule(new ScheduleSpec.Events(dates, false));
    }

    /** A run at each of the moments, written like {@code 2026-03-01T06:00:00Z} or {@code 2026-03-01T06:00+01:00}. */
    public static Schedule events(String... moments) {
        return events(Arrays.stream(moments).map(OffsetDateTime::parse).toList());
    }

    /**
     * Runs by a rule of one's own. Its class is in the DAG jar; the DAG processor asks it, and the scheduler goes by
     * what was answered.
     */
    public static Schedule custom(CustomTimetable timetable) {
        Class<?> type = timetable.getClass();
        // The name of a lambda's class is another one in each JVM.
        String name = type.isHidden() ? "lambda" : type.getName();
        String description = type.isHidden() ? "custom" : timetable.description();
        return new Schedule(new ScheduleSpec.Custom(name, description), timetable);
    }

    /**
     * Starts each run later by a share of {@code window} that the id of the DAG decides, always the same one: so that
     * the DAGs that are due at one minute do not all start in it. Logical dates and data intervals stay as they are; of
     * a schedule that is combined with assets, only the runs by time are shifted.
     *
     * @param window one second to one day
     * @throws IllegalArgumentException when the window is shorter or longer
     * @throws IllegalStateException when this schedule has no moments of its own
     */
    public Schedule spread(Duration window) {
        return wrapped(time -> new ScheduleSpec.Spread(time, window));
    }

    /**
     * Leaves out the runs that stand for another day: a run's day is that of its logical date, in the zone of the DAG.
     * So with {@code dataInterval("@daily")} and Monday to Friday, the data of Friday is the run that begins on
     * Saturday at midnight, and nothing begins on Sunday and Monday.
     *
     * @throws IllegalStateException when this schedule has no moments of its own
     */
    public Schedule onlyOn(BusinessCalendar calendar) {
        return wrapped(time -> new ScheduleSpec.OnDays(time, calendar.spec(), false));
    }

    /**
     * Starts the runs that stand for another day on the next day of the calendar, at the same time of day; their
     * logical dates and data intervals stay as they are. {@code Schedule.of("0 6 1 * *").movedTo(mondayToFriday())}
     * runs on the first of each month or the Monday after it. Of several runs that meet in one moment, each is made
     * with catchup, and only the newest without. A schedule of several runs a day cannot be moved: the load error
     * {@code BAD_CALENDAR}.
     *
     * @throws IllegalStateException when this schedule has no moments of its own
     */
    public Schedule movedTo(BusinessCalendar calendar) {
        return wrapped(time -> new ScheduleSpec.OnDays(time, calendar.spec(), true));
    }

    private Schedule wrapped(UnaryOperator<ScheduleSpec> wrapper) {
        if (!spec.byTime().canBeWrapped()) {
            throw new IllegalStateException("only a schedule that makes runs at moments that it names can be spread or"
                    + " kept to a calendar; this one is " + this);
        }
        ScheduleSpec time = wrapper.apply(spec.byTime());
        return new Schedule(
                spec instanceof ScheduleSpec.AssetsOrTime both
                        ? new ScheduleSpec.AssetsOrTime(both.expression(), time)
                        : time,
                custom);
    }

    /**
     * For trigger schedules: the data interval of a run begins this long before its tick and ends there; as in Airflow
     * the run is then dated by the interval's start. Default: zero, and the run is dated by its tick.
     *
     * @throws IllegalArgumentException when it is negative
     * @throws IllegalStateException for another schedule
     */
    public Schedule withInterval(Duration interval) {
        return with(Interval.of(interval));
    }

    /** The same in months and days of the calendar: {@code Period.ofMonths(1)} before 1 March begins on 1 February. */
    public Schedule withInterval(Period interval) {
        return with(Interval.of(interval));
    }

    private Schedule with(Interval interval) {
        return switch (spec) {
            case ScheduleSpec.CronTrigger t ->
                new Schedule(new ScheduleSpec.CronTrigger(t.crons(), interval, t.firstRunWithin()));
            case ScheduleSpec.DeltaTrigger t -> new Schedule(new ScheduleSpec.DeltaTrigger(t.step(), interval));
            default ->
                throw new IllegalStateException("only a schedule that triggers by cron or by a step has an interval to"
                        + " set; this one is " + spec);
        };
    }

    /**
     * For cron schedules that trigger: whether a DAG runs for the tick before it was first seen, where it has neither
     * start date nor catchup, which say so themselves. It does when that tick was at most so long ago; with
     * {@code Duration.ofDays(366)} a daily or monthly DAG always begins at once. Airflow's {@code run_immediately}.
     * Default: five minutes or a tenth of the time between two ticks, whichever is longer.
     *
     * @param age zero or more
     * @throws IllegalArgumentException when it is negative
     * @throws IllegalStateException for another schedule
     */
    public Schedule firstRunWithin(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("the tick before was not " + age + " ago; give zero or more");
        }
        if (spec instanceof ScheduleSpec.CronTrigger cron) {
            return new Schedule(new ScheduleSpec.CronTrigger(cron.crons(), cron.interval(), age));
        }
        throw new IllegalStateException(
                "only a schedule that triggers by cron looks back for its first run; this one is " + spec);
    }

    /** For events: a manual run gets the data interval of the nearest event before it, not one of its own. */
    public Schedule restrictToEvents() {
        if (spec instanceof ScheduleSpec.Events events) {
            return new Schedule(new ScheduleSpec.Events(events.dates(), true));
        }
        throw new IllegalStateException("only a schedule of events can be restricted to them; this one is " + spec);
    }

    /** The schedule as it stands in the graph. */
    public ScheduleSpec spec() {
        return spec;
    }

    /** The rule of one's own that makes the runs; empty: another one does. */
    public Optional<CustomTimetable> customTimetable() {
        return Optional.ofNullable(custom);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schedule that && spec.equals(that.spec);
    }

    @Override
    public int hashCode() {
        return spec.hashCode();
    }

    @Override
    public String toString() {
        String text = spec.text();
        return text == null ? "none" : text;
    }
}
