package dev.rondo.core.timetable;

import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** Makes timetables from what authors write. */
public final class Timetables {

    private final String dagId;
    private final ZoneId zone;
    private final Stored stored;
    private final boolean isPastStored;

    private Timetables(String dagId, ZoneId zone, Stored stored, boolean isPastStored) {
        this.isPastStored = isPastStored;
        this.dagId = dagId;
        this.zone = zone;
        this.stored = stored;
    }

    /**
     * What is stored of a timetable class.
     *
     * @param ends whether no run follows the last of them
     */
    public record Stored(List<RunInfo> runs, boolean ends) {

        /**
         * Nothing is; where another schedule makes the runs, or they do not matter. A class always tells of a run or
         * says that none follows.
         */
        public static final Stored NOTHING = new Stored(List.of(), false);

        public Stored {
            runs = List.copyOf(runs);
        }
    }

    /**
     * The timetable of a DAG that has no timetable class, or where its stored runs do not matter.
     *
     * @throws InvalidCronException when a cron expression means nothing
     * @throws IllegalArgumentException when a step is shorter than a second
     */
    public static Timetable of(DagSpec spec) {
        return of(spec, Stored.NOTHING);
    }

    /**
     * The timetable of a DAG. Cron fields and days are read in its zone; steps are counted in UTC.
     *
     * @param stored what its timetable class told of
     * @throws InvalidCronException when a cron expression means nothing
     * @throws IllegalArgumentException when a step is shorter than a second
     */
    public static Timetable of(DagSpec spec, Stored stored) {
        return new Timetables(spec.dagId(), ZoneId.of(spec.timezone()), stored, false).of(spec.schedule());
    }

    /**
     * The timetable of a DAG over a stretch of time, of which its timetable class told every run.
     *
     * @throws InvalidCronException when a cron expression means nothing
     */
    public static Timetable over(DagSpec spec, ToldStretch told) {
        return new Timetables(spec.dagId(), ZoneId.of(spec.timezone()), new Stored(told.runs(), true), true)
                .of(spec.schedule());
    }

    private Timetable of(ScheduleSpec schedule) {
        return switch (schedule) {
            case ScheduleSpec.None none -> new Unscheduled();
            case ScheduleSpec.Once once -> new Once();
            case ScheduleSpec.Continuous continuous -> new Continuous();
            case ScheduleSpec.CronTrigger trigger -> trigger(trigger);
            case ScheduleSpec.CronDataInterval interval ->
                new CronDataInterval(CronExpression.parse(interval.cron()), zone);
            case ScheduleSpec.DeltaTrigger trigger -> new DeltaTrigger(span(trigger.step()), span(trigger.interval()));
            case ScheduleSpec.DeltaDataInterval interval -> new DeltaDataInterval(span(interval.step()));
            case ScheduleSpec.Events events -> new Events(events.dates(), events.restrictToEvents());
            case ScheduleSpec.Custom custom ->
                new StoredRuns(stored.runs(), stored.ends(), isPastStored, custom.description());
            case ScheduleSpec.Spread spread -> new Spread(of(spread.of()), Spread.delayOf(dagId, spread.window()));
            case ScheduleSpec.OnDays days -> new OnDays(of(days.of()), zone, days.calendar(), days.moved());
            case ScheduleSpec.Assets assets -> new Unscheduled();
            case ScheduleSpec.AssetsOrTime both -> of(both.time());
        };
    }

    private Timetable trigger(ScheduleSpec.CronTrigger schedule) {
        Span interval = span(schedule.interval());
        Duration within = schedule.firstRunWithin();
        FirstRun firstRun = within == null ? new FirstRun.WhenRecent() : new FirstRun.Within(within);
        List<CronTrigger> triggers = schedule.crons().stream()
                .map(cron -> new CronTrigger(CronExpression.parse(cron), zone, interval, firstRun))
                .toList();
        return triggers.size() == 1 ? triggers.getFirst() : new MultipleCronTrigger(triggers);
    }

    private static Span span(ScheduleSpec.Interval interval) {
        return new Span(interval.period(), interval.duration());
    }

    private static Span span(ScheduleSpec.Step step) {
        return new Span(step.period(), step.duration());
    }
}
