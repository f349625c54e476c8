package dev.rondo.core.timetable;

import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import java.time.ZoneId;
import java.util.List;

/** Makes timetables from what authors write. */
public final class Timetables {

    private Timetables() {}

    /**
     * The timetable of a DAG.
     *
     * @throws IllegalArgumentException as for {@link #of(ScheduleSpec, ZoneId)}
     */
    public static Timetable of(DagSpec spec) {
        return of(spec.schedule(), ZoneId.of(spec.timezone()));
    }

    /**
     * The timetable of a schedule.
     *
     * @param zone where its cron fields are read; steps are counted in UTC
     * @throws InvalidCronException when a cron expression means nothing
     * @throws IllegalArgumentException when a step is shorter than a second
     */
    public static Timetable of(ScheduleSpec schedule, ZoneId zone) {
        return switch (schedule) {
            case ScheduleSpec.None none -> new Unscheduled();
            case ScheduleSpec.Once once -> new Once();
            case ScheduleSpec.Continuous continuous -> new Continuous();
            case ScheduleSpec.CronTrigger trigger -> trigger(trigger, zone);
            case ScheduleSpec.CronDataInterval interval ->
                new CronDataInterval(CronExpression.parse(interval.cron()), zone);
            case ScheduleSpec.DeltaTrigger trigger ->
                new DeltaTrigger(span(trigger.step()), Span.of(trigger.interval()));
            case ScheduleSpec.DeltaDataInterval interval -> new DeltaDataInterval(span(interval.step()));
            case ScheduleSpec.Events events -> new Events(events.dates(), events.restrictToEvents());
            case ScheduleSpec.Assets assets -> new Unscheduled();
            case ScheduleSpec.AssetsOrTime both -> of(both.time(), zone);
        };
    }

    private static Timetable trigger(ScheduleSpec.CronTrigger schedule, ZoneId zone) {
        Span interval = Span.of(schedule.interval());
        List<CronTrigger> triggers = schedule.crons().stream()
                .map(cron -> new CronTrigger(CronExpression.parse(cron), zone, interval, new FirstRun.WhenRecent()))
                .toList();
        return triggers.size() == 1 ? triggers.getFirst() : new MultipleCronTrigger(triggers);
    }

    private static Span span(ScheduleSpec.Step step) {
        return new Span(step.period(), step.duration());
    }
}
