package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedRuns;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.RecordedTimetable;
import dev.rondo.core.semantics.SemanticsTest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

@SemanticsTest("cron_timetable")
class CronTimetableSemanticsTest {

    private static final String NEXT_AFTER = "next_after_";

    @RecordedCases(kinds = "validate")
    void an_expression_is_accepted_or_refused_as_recorded(RecordedCase recorded) {
        String cron = recorded.text("cron");

        if (!recorded.flag("valid")) {
            assertThatExceptionOfType(InvalidCronException.class).as(cron).isThrownBy(() -> CronExpression.parse(cron));
            return;
        }
        Map.Entry<String, JsonNode> ticks = recorded.json()
                .propertyStream()
                .filter(field -> field.getKey().startsWith(NEXT_AFTER))
                .findFirst()
                .orElseThrow();
        Instant from = Instant.parse(ticks.getKey().substring(NEXT_AFTER.length()));
        CronExpression parsed = CronExpression.parse(cron);
        assertThat(parsed.description()).isNotBlank();
        List<Instant> expected =
                ticks.getValue().valueStream().map(RecordedTime::requireInstant).toList();
        assertThat(Stream.iterate(parsed.next(utc(from)), Optional::isPresent, tick -> tick.flatMap(parsed::next))
                        .limit(6)
                        .map(tick -> tick.orElseThrow().toInstant(ZoneOffset.UTC)))
                .as("%s", recorded.json())
                .containsExactlyElementsOf(expected);
    }

    @RecordedCases(kinds = "sequence")
    void the_next_runs_are_those_recorded(RecordedCase recorded) {
        JsonNode runs = recorded.get("runs");
        boolean ends = !runs.isEmpty() && runs.get(runs.size() - 1).isNull();

        List<RunInfo> upcoming = RecordedTimetable.of(recorded)
                .upcoming(
                        runs.size(),
                        RecordedTimetable.last(recorded),
                        RecordedTimetable.restriction(recorded),
                        recorded.requireInstant("now"));

        assertThat(upcoming)
                .as("%s", recorded.json())
                .containsExactlyElementsOf(RecordedRuns.of(runs))
                .hasSize(ends ? runs.size() - 1 : runs.size());
    }

    @RecordedCases(kinds = "manual_data_interval")
    void a_manual_run_covers_the_data_recorded(RecordedCase recorded) {
        DataInterval interval = RecordedTimetable.of(recorded).manualInterval(recorded.requireInstant("run_after"));

        assertThat(interval).as("%s", recorded.json()).isEqualTo(RecordedTimetable.interval(recorded.json()));
    }

    private static LocalDateTime utc(Instant moment) {
        return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    }
}
