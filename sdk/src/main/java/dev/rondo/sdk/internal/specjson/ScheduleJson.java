package dev.rondo.sdk.internal.specjson;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.ScheduleSpec.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;

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
                out.text(KIND, "cronTrigger")
                        .texts("crons", cron.crons())
                        .text("interval", cron.interval())
                        .done();
            case ScheduleSpec.CronDataInterval cron ->
                out.text(KIND, "cronDataInterval").text("cron", cron.cron()).done();
            case ScheduleSpec.DeltaTrigger delta ->
                step(out.text(KIND, "deltaTrigger"), delta.step())
                        .text("interval", delta.interval())
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

    private static ObjectWriter step(ObjectWriter out, Step step) {
        return out.text("period", step.period()).text("duration", step.duration());
    }

    static ScheduleSpec read(ObjectReader in) {
        String kind = in.text(KIND);
        return switch (kind) {
            case "none" -> new ScheduleSpec.None();
            case "once" -> new ScheduleSpec.Once();
            case "continuous" -> new ScheduleSpec.Continuous();
            case "cronTrigger" -> new ScheduleSpec.CronTrigger(in.texts("crons"), in.text("interval", Duration::parse));
            case "cronDataInterval" -> new ScheduleSpec.CronDataInterval(in.text("cron"));
            case "deltaTrigger" -> new ScheduleSpec.DeltaTrigger(step(in), in.text("interval", Duration::parse));
            case "deltaDataInterval" -> new ScheduleSpec.DeltaDataInterval(step(in));
            case "events" ->
                new ScheduleSpec.Events(
                        in.texts("dates").stream().map(Instant::parse).toList(), in.flag("restrictToEvents"));
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
