package dev.rondo.scheduler.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.ScheduleSpec.Interval;
import dev.rondo.sdk.spec.ScheduleSpec.Step;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The timetables of the recordings as an author gives them to a DAG. */
public final class RecordedSchedule {

    /** Longer ago than any tick before a recorded question. */
    private static final Duration ALWAYS = Duration.ofDays(100 * 366);

    private RecordedSchedule() {}

    /**
     * The schedule, and its zone, of a DAG.
     *
     * @param startZone of its start date: that of a timetable which has none of its own
     */
    public static TestDag apply(TestDag dag, JsonNode timetable, String startZone) {
        return dag.schedule(of(timetable)).timezone(timetable.path("timezone").asText(startZone));
    }

    /** A schedule without its zone. */
    public static ScheduleSpec of(JsonNode timetable) {
        return switch (timetable.required("type").asText()) {
            case "cron_data_interval" ->
                new ScheduleSpec.CronDataInterval(timetable.required("cron").asText());
            case "cron_trigger" -> trigger(List.of(timetable.required("cron").asText()), timetable);
            case "multiple_cron_trigger" ->
                trigger(
                        timetable
                                .required("crons")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList(),
                        timetable);
            case "delta_data_interval" -> new ScheduleSpec.DeltaDataInterval(step(timetable.required("delta")));
            case "delta_trigger" ->
                new ScheduleSpec.DeltaTrigger(step(timetable.required("delta")), interval(timetable.path("interval")));
            case "events" ->
                new ScheduleSpec.Events(
                        timetable
                                .required("event_dates")
                                .valueStream()
                                .map(RecordedTime::requireInstant)
                                .toList(),
                        timetable.path("restrict_to_events").asBoolean(false));
            case "once" -> new ScheduleSpec.Once();
            case "continuous" -> new ScheduleSpec.Continuous();
            case "none" -> new ScheduleSpec.None();
            case "plain" -> plain(timetable.required("schedule"));
            default -> throw new IllegalArgumentException("no schedule is made of " + timetable);
        };
    }

    private static ScheduleSpec plain(JsonNode schedule) {
        if (schedule.isNull()) {
            return new ScheduleSpec.None();
        }
        if (schedule.isObject()) {
            return new ScheduleSpec.DeltaTrigger(step(schedule), Interval.ZERO);
        }
        return switch (schedule.asText()) {
            case "@once" -> new ScheduleSpec.Once();
            case "@continuous" -> new ScheduleSpec.Continuous();
            default -> new ScheduleSpec.CronTrigger(List.of(schedule.asText()));
        };
    }

    private static ScheduleSpec trigger(List<String> crons, JsonNode timetable) {
        return new ScheduleSpec.CronTrigger(
                crons, interval(timetable.path("interval")), firstRunWithin(timetable.path("run_immediately")));
    }

    private static @Nullable Duration firstRunWithin(JsonNode immediately) {
        if (immediately.isNumber()) {
            return Duration.ofSeconds(immediately.asLong());
        }
        return immediately.asBoolean(false) ? ALWAYS : null;
    }

    private static Step step(JsonNode delta) {
        if (delta.path("kind").asText("timedelta").equals("timedelta")) {
            return Step.of(length(delta));
        }
        Period period = Period.of(
                delta.path("years").asInt(0),
                delta.path("months").asInt(0),
                delta.path("days").asInt(0) + 7 * delta.path("weeks").asInt(0));
        return new Step(period, time(delta));
    }

    /** Absent or null: zero. */
    private static Interval interval(JsonNode delta) {
        if (!delta.isObject()) {
            return Interval.ZERO;
        }
        return delta.path("kind").asText("timedelta").equals("timedelta")
                ? Interval.of(length(delta))
                : new Interval(step(delta).period(), step(delta).duration());
    }

    private static Duration length(JsonNode delta) {
        return time(delta)
                .plusDays(delta.path("days").asInt(0) + 7L * delta.path("weeks").asInt(0));
    }

    private static Duration time(JsonNode delta) {
        return Duration.ofHours(delta.path("hours").asLong(0))
                .plusMinutes(delta.path("minutes").asLong(0))
                .plusSeconds(delta.path("seconds").asLong(0));
    }
}
