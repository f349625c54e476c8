package dev.rondo.core.semantics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.timetable.Continuous;
import dev.rondo.core.timetable.CronDataInterval;
import dev.rondo.core.timetable.CronExpression;
import dev.rondo.core.timetable.CronTrigger;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.DeltaDataInterval;
import dev.rondo.core.timetable.DeltaTrigger;
import dev.rondo.core.timetable.Events;
import dev.rondo.core.timetable.FirstRun;
import dev.rondo.core.timetable.MultipleCronTrigger;
import dev.rondo.core.timetable.Once;
import dev.rondo.core.timetable.Restriction;
import dev.rondo.core.timetable.Span;
import dev.rondo.core.timetable.Timetable;
import dev.rondo.core.timetable.Unscheduled;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The timetables of the recordings and what goes with them, as production values. */
public final class RecordedTimetable {

    /** Longer ago than any tick before a recorded question. */
    private static final Duration ALWAYS = Duration.ofDays(100 * 366);

    private RecordedTimetable() {}

    /** The timetable of a case; {@code plain} ones are read in the zone of the case's start date. */
    public static Timetable of(RecordedCase recorded) {
        ZoneId zone = RecordedTime.zone(recorded.json().path("start_date"));
        return of(recorded.get("timetable"), zone == null ? ZoneOffset.UTC : zone);
    }

    /** A timetable; {@code plain} ones are read in the zone. */
    public static Timetable of(JsonNode timetable, ZoneId startZone) {
        return switch (timetable.required("type").asText()) {
            case "cron_data_interval" -> new CronDataInterval(cron(timetable.required("cron")), zone(timetable));
            case "cron_trigger" -> trigger(timetable, timetable.required("cron"));
            case "multiple_cron_trigger" ->
                new MultipleCronTrigger(timetable
                        .required("crons")
                        .valueStream()
                        .map(each -> trigger(timetable, each))
                        .toList());
            case "delta_data_interval" -> new DeltaDataInterval(span(timetable.required("delta")));
            case "delta_trigger" ->
                new DeltaTrigger(span(timetable.required("delta")), span(timetable.path("interval")));
            case "once" -> new Once();
            case "continuous" -> new Continuous();
            case "none" -> new Unscheduled();
            case "events" ->
                new Events(
                        timetable
                                .required("event_dates")
                                .valueStream()
                                .map(RecordedTime::requireInstant)
                                .toList(),
                        timetable.path("restrict_to_events").asBoolean(false));
            case "plain" -> plain(timetable.required("schedule"), startZone);
            default -> throw new IllegalArgumentException("unknown timetable " + timetable);
        };
    }

    private static Timetable plain(JsonNode schedule, ZoneId zone) {
        if (schedule.isNull()) {
            return new Unscheduled();
        }
        if (schedule.isObject()) {
            return new DeltaTrigger(span(schedule), Span.ZERO);
        }
        return switch (schedule.asText()) {
            case "@once" -> new Once();
            case "@continuous" -> new Continuous();
            default -> new CronTrigger(cron(schedule), zone);
        };
    }

    private static CronTrigger trigger(JsonNode timetable, JsonNode cron) {
        JsonNode immediately = timetable.path("run_immediately");
        FirstRun firstRun = immediately.isNumber()
                ? new FirstRun.Within(Duration.ofSeconds(immediately.asLong()))
                : immediately.asBoolean(false) ? new FirstRun.Within(ALWAYS) : new FirstRun.WhenRecent();
        return new CronTrigger(cron(cron), zone(timetable), span(timetable.path("interval")), firstRun);
    }

    private static CronExpression cron(JsonNode cron) {
        return CronExpression.parse(cron.asText());
    }

    private static ZoneId zone(JsonNode timetable) {
        return ZoneId.of(timetable.required("timezone").asText());
    }

    /** A duration object; absent or null = zero. */
    private static Span span(JsonNode delta) {
        Period period = Period.of(
                delta.path("years").asInt(0),
                delta.path("months").asInt(0),
                delta.path("days").asInt(0) + 7 * delta.path("weeks").asInt(0));
        Duration duration = Duration.ofHours(delta.path("hours").asLong(0))
                .plusMinutes(delta.path("minutes").asLong(0))
                .plusSeconds(delta.path("seconds").asLong(0));
        return new Span(period, duration);
    }

    public static Restriction restriction(RecordedCase recorded) {
        return new Restriction(recorded.instant("start_date"), recorded.instant("end_date"), recorded.flag("catchup"));
    }

    /** Data interval of the last automated run; null = there was none. */
    public static @Nullable DataInterval last(RecordedCase recorded) {
        JsonNode last = recorded.json().path("last_automated_run");
        return last.isObject() ? interval(last) : null;
    }

    public static DataInterval interval(JsonNode run) {
        return new DataInterval(
                RecordedTime.requireInstant(run.required("data_interval_start")),
                RecordedTime.requireInstant(run.required("data_interval_end")));
    }
}
