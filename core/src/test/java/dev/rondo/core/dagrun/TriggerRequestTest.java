package dev.rondo.core.dagrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Unscheduled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerRequestTest {

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        Map<String, Object> body = Map.of(
                "dag_run_id", "scheduled__mine",
                "data_interval_start", "2024-05-01T00:00:00Z",
                "run_after", "tomorrow",
                "conf", List.of(1),
                "note", 7,
                "partition_key", "p",
                "execution_date", "2024-05-01T00:00:00Z");

        InvalidTriggerException refusal =
                catchThrowableOfType(InvalidTriggerException.class, () -> TriggerRequest.parse(body));

        assertThat(refusal.problems())
                .containsExactlyInAnyOrder(
                        "'logical_date' is missing; give a moment, or null for a run without one",
                        "run id 'scheduled__mine' begins like those of scheduled runs; begin it with another word,"
                                + " or leave it out",
                        "give both 'data_interval_start' and 'data_interval_end', or neither",
                        "'run_after' must be a moment with an offset such as 2024-05-17T13:42:11Z, was 'tomorrow'",
                        "'conf' must be an object, was [1]",
                        "'note' must be a text, was 7",
                        "'partition_key' is not supported; leave it out",
                        "'execution_date' is not a field of a trigger request");
    }

    @Test
    void an_interval_that_ends_before_it_starts_is_refused() {
        Map<String, Object> body = Map.of(
                "logical_date", "2024-05-01T00:00:00Z",
                "data_interval_start", "2024-05-02T00:00:00Z",
                "data_interval_end", "2024-05-01T00:00:00Z");

        InvalidTriggerException refusal =
                catchThrowableOfType(InvalidTriggerException.class, () -> TriggerRequest.parse(body));

        assertThat(refusal)
                .hasMessage("'data_interval_end' 2024-05-01T00:00:00Z lies before"
                        + " 'data_interval_start' 2024-05-02T00:00:00Z");
    }

    @Test
    void moments_are_cut_to_what_the_database_keeps() {
        Instant now = Instant.parse("2024-05-20T08:30:15.123456789Z");
        TriggerRequest request = new TriggerRequest(null, now, null, null);

        ManualTrigger trigger = ManualTrigger.of(request, new Unscheduled(), now);

        Instant kept = Instant.parse("2024-05-20T08:30:15.123456Z");
        assertThat(trigger)
                .isEqualTo(new ManualTrigger(
                        "manual__2024-05-20T08:30:15.123456+00:00", kept, DataInterval.at(kept), kept));
    }

    @ParameterizedTest
    @CsvSource({"my_own-id.2~x:+,true", "manual__x,true", "a b,false", "über,false", "'',false", "backfill__x,false"})
    void a_run_id_consists_of_plain_letters_and_claims_no_other_type(String runId, boolean accepted) {
        assertThat(RunIds.problemOf(runId).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void a_run_id_has_at_most_250_characters() {
        assertThat(RunIds.problemOf("x".repeat(250))).isEmpty();
        assertThat(RunIds.problemOf("x".repeat(251))).contains("run id has 251 characters; use at most 250");
    }
}
