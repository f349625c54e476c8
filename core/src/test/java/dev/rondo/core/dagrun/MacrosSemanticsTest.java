package dev.rondo.core.dagrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedFamily;
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
import dev.rondo.sdk.internal.template.Template;
import dev.rondo.sdk.internal.template.TemplateException;
import dev.rondo.sdk.internal.template.TemplateScope;
import dev.rondo.sdk.internal.template.TemplateVariables;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a run is called, what a manual trigger makes of a request, and what templates show of a run. */
@SemanticsTest("macros")
class MacrosSemanticsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final RecordedSetup SETUP =
            new RecordedSetup(RecordedFamily.load("macros").common().required("setup"));

    @RecordedCases(kinds = "render")
    void a_template_renders_as_recorded(RecordedCase recorded) {
        TemplateScope scope = new TemplateVariables(SETUP.run(recorded), SETUP);

        if (recorded.json().has("error")) {
            assertThatExceptionOfType(TemplateException.class)
                    .isThrownBy(() -> Template.parse(recorded.text("template")).render(scope));
        } else {
            assertThat(Template.parse(recorded.text("template")).render(scope)).isEqualTo(recorded.text("rendered"));
        }
    }

    @RecordedCases(kinds = "run_id")
    void a_run_gets_the_id_recorded(RecordedCase recorded) {
        RunType type = RunType.ofWireName(recorded.text("run_type"));
        OffsetDateTime runAfter = OffsetDateTime.parse(recorded.text("run_after"));
        boolean unique = recorded.text("made_by").equals("default")
                && recorded.get("logical_date").isNull();

        String runId = unique ? RunIds.unique(type, runAfter, new Random(1)) : RunIds.of(type, runAfter);

        if (recorded.json().has("run_id_pattern")) {
            assertThat(runId).matches(recorded.text("run_id_pattern"));
        } else {
            assertThat(runId).isEqualTo(recorded.text("run_id"));
        }
    }

    @RecordedCases(kinds = "run_type_from_run_id")
    void an_id_stands_for_the_type_recorded(RecordedCase recorded) {
        assertThat(RunIds.typeOf(recorded.text("run_id")).wireName()).isEqualTo(recorded.text("run_type"));
    }

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
