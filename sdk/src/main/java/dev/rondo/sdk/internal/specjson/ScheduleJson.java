package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.spec.CalendarSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.ScheduleSpec.Interval;
import dev.rondo.sdk.spec.ScheduleSpec.Step;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.stream.Collectors;

/** Schedules, each with its kind. */
final class ScheduleJson {

    private static final String KIND = "kind";

    private ScheduleJson() {}

    static JsonObject write(ScheduleSpec schedule) {
        var out = new ObjectWriter();
        return switch (schedule) {
            case ScheduleSpec.None none -> out.text(KIND, "none").done();
            case ScheduleSpec.Once once -> out.text(KIND, "once").done();
            case ScheduleSpec.Continuous continuous ->
                out.text(KIND, "continuous").done();
            case ScheduleSpec.CronTrigger cron ->
                interval(out.text(KIND, "cronTrigger").texts("crons", cron.crons()), cron.interval())
                        .text("firstRunWithin", cron.firstRunWithin())
                        .done();
            case ScheduleSpec.CronDataInterval cron ->
                out.text(KIND, "cronDataInterval").text("cron", cron.cron()).done();
            case ScheduleSpec.DeltaTrigger delta ->
                interval(step(out.text(KIND, "deltaTrigger"), delta.step()), delta.interval())
                        .done();
            case ScheduleSpec.DeltaDataInterval delta ->
                step(out.text(KIND, "deltaDataInterval"), delta.step()).done();
            case ScheduleSpec.Events events ->
                out.text(KIND, "events")
                        .texts(
                                "dates",
                                events.dates().stream().map(Instant::toString).toList())
                        .flag("restrictToEvents", events.restrictToEvents())
                        .done();
            case ScheduleSpec.Custom custom ->
                out.text(KIND, "custom")
                        .text("className", custom.className())
                        .text("description", custom.description())
                        .done();
            case ScheduleSpec.Spread spread ->
                out.text(KIND, "spread")
                        .object("of", spread.of(), ScheduleJson::write)
                        .text("window", spread.window())
                        .done();
            case ScheduleSpec.OnDays days ->
                out.text(KIND, "onDays")
                        .object("of", days.of(), ScheduleJson::write)
                        .object("calendar", days.calendar(), ScheduleJson::write)
                        .flag("moved", days.moved())
                        .done();
            case ScheduleSpec.Assets assets ->
                out.text(KIND, "assets")
                        .object("expression", assets.expression(), AssetJson::write)
                        .done();
            case ScheduleSpec.AssetsOrTime both ->
                out.text(KIND, "assetsOrTime")
                        .object("expression", both.expression(), AssetJson::write)
                        .object("time", both.time(), ScheduleJson::write)
                        .done();
        };
    }

    private static JsonObject write(CalendarSpec calendar) {
        return new ObjectWriter()
                .texts(
                        "weekdays",
                        calendar.weekdays().stream().map(DayOfWeek::name).toList())
                .texts(
                        "except",
                        calendar.except().stream().map(LocalDate::toString).toList())
                .texts("holidayFiles", calendar.holidayFiles())
                .done();
    }

    private static CalendarSpec calendar(ObjectReader in) {
        return new CalendarSpec(
                in.texts("weekdays").stream().map(DayOfWeek::valueOf).collect(Collectors.toSet()),
                in.texts("except").stream().map(LocalDate::parse).toList(),
                in.texts("holidayFiles"));
    }

    private static ObjectWriter step(ObjectWriter out, Step step) {
        return out.text("period", step.period()).text("duration", step.duration());
    }

    private static ObjectWriter interval(ObjectWriter out, Interval interval) {
        return out.text("interval", interval.duration())
                .text("intervalPeriod", interval.period().isZero() ? null : interval.period());
    }

    private static Interval interval(ObjectReader in) {
        Period period = in.findText("intervalPeriod", Period::parse);
        return new Interval(period == null ? Period.ZERO : period, in.text("interval", Duration::parse));
    }

    static ScheduleSpec read(ObjectReader in) {
        String kind = in.text(KIND);
        return switch (kind) {
            case "none" -> new ScheduleSpec.None();
            case "once" -> new ScheduleSpec.Once();
            case "continuous" -> new ScheduleSpec.Continuous();
            case "cronTrigger" ->
                new ScheduleSpec.CronTrigger(
                        in.texts("crons"), interval(in), in.findText("firstRunWithin", Duration::parse));
            case "cronDataInterval" -> new ScheduleSpec.CronDataInterval(in.text("cron"));
            case "deltaTrigger" -> new ScheduleSpec.DeltaTrigger(step(in), interval(in));
            case "deltaDataInterval" -> new ScheduleSpec.DeltaDataInterval(step(in));
            case "events" ->
                new ScheduleSpec.Events(
                        in.texts("dates").stream().map(Instant::parse).toList(), in.flag("restrictToEvents"));
            case "custom" -> new ScheduleSpec.Custom(in.text("className"), in.text("description"));
            case "spread" ->
                new ScheduleSpec.Spread(in.object("of", ScheduleJson::read), in.text("window", Duration::parse));
            case "onDays" ->
                new ScheduleSpec.OnDays(
                        in.object("of", ScheduleJson::read),
                        in.object("calendar", ScheduleJson::calendar),
                        in.flag("moved"));
            case "assets" -> new ScheduleSpec.Assets(in.object("expression", AssetJson::read));
            case "assetsOrTime" ->
                new ScheduleSpec.AssetsOrTime(
                        in.object("expression", AssetJson::read), in.object("time", ScheduleJson::read));
            default ->
                throw new IllegalArgumentException("in a stored graph, a schedule is of the kind '" + kind
                        + "', which this version does not know");
        };
    }

    private static Step step(ObjectReader in) {
        return new Step(in.text("period", Period::parse), in.text("duration", Duration::parse));
    }
}
