package dev.rondo.core.dagrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedTimetable;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.core.timetable.CronDataInterval;
import dev.rondo.core.timetable.CronExpression;
import dev.rondo.core.timetable.CronTrigger;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.DeltaDataInterval;
import dev.rondo.core.timetable.Span;
import dev.rondo.core.timetable.Timetable;
import dev.rondo.core.timetable.Unscheduled;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@SemanticsTest(value = "macros", label = "macros.manual_trigger")
class ManualTriggerSemanticsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @RecordedCases(kinds = "manual_trigger")
    void a_request_becomes_the_run_recorded(RecordedCase recorded) {
        Map<String, @Nullable Object> body = JSON.convertValue(recorded.get("request"), new TypeReference<>() {});

        if (!recorded.flag("accepted")) {
            assertThatExceptionOfType(InvalidTriggerException.class).isThrownBy(() -> TriggerRequest.parse(body));
            return;
        }
        ManualTrigger trigger =
                ManualTrigger.of(TriggerRequest.parse(body), timetable(recorded), recorded.requireInstant("now"));
        DataInterval interval =
                recorded.get("data_interval_start").isNull() ? null : RecordedTimetable.interval(recorded.json());
        assertThat(trigger)
                .isEqualTo(new ManualTrigger(
                        recorded.text("run_id"),
                        recorded.instant("logical_date"),
                        interval,
                        recorded.requireInstant("run_after")));
    }

    private static Timetable timetable(RecordedCase recorded) {
        CronExpression daily = CronExpression.parse("@daily");
        return switch (recorded.text("timetable")) {
            case "none" -> new Unscheduled();
            case "daily_data_interval_utc" -> new CronDataInterval(daily, ZoneOffset.UTC);
            case "daily_data_interval_berlin" -> new CronDataInterval(daily, ZoneId.of("Europe/Berlin"));
            case "daily_trigger_utc" -> new CronTrigger(daily, ZoneOffset.UTC);
            case "delta_data_interval_6h" -> new DeltaDataInterval(Span.of(Duration.ofHours(6)));
            default -> throw new IllegalArgumentException("unknown timetable in " + recorded.json());
        };
    }
}
