package dev.rondo.core.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedFamilyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assets",
                "backfill",
                "branch_skip",
                "catchup",
                "cron_timetable",
                "depends_on_past",
                "macros",
                "mapping",
                "pools_priority",
                "retries",
                "run_state",
                "trigger_rules"
            })
    void every_family_has_cases_with_distinct_ids(String family) {
        var cases = RecordedFamily.load(family).cases();

        assertThat(cases).isNotEmpty();
        assertThat(cases).extracting(RecordedCase::id).doesNotHaveDuplicates();
    }

    @Test
    void cases_of_a_folder_take_the_place_of_those_among_the_resources(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("retries.json"), "{\"cases\": [{\"id\": \"unseen-1\"}]}");

        RecordedFamily unseen = RecordedFamily.load("retries", folder.toString());

        assertThat(unseen.cases()).extracting(RecordedCase::id).containsExactly("unseen-1");
        assertThat(unseen.origin()).startsWith(folder.toString());
        assertThatThrownBy(() -> RecordedFamily.load("mapping", folder.toString()))
                .hasMessageContaining("cannot read the recorded cases of 'mapping'");
    }

    @Test
    void the_order_of_keys_is_kept() throws Exception {
        JsonNode parsed = new JsonMapper().readTree("{\"z\": 1, \"a\": 2, \"m\": 3}");

        assertThat(parsed.propertyStream().map(Map.Entry::getKey)).containsExactly("z", "a", "m");
    }

    @Test
    void a_moment_is_read_in_each_notation() throws Exception {
        JsonNode moments = new JsonMapper()
                .readTree("[\"2024-03-30T20:00:00Z\", \"2024-03-30T22:00:00+02:00\","
                        + " \"2024-03-30T21:00:00[Europe/Berlin]\", null]");

        assertThat(moments.valueStream().limit(3).map(RecordedTime::requireInstant))
                .containsOnly(Instant.parse("2024-03-30T20:00:00Z"));
        assertThat(RecordedTime.zone(moments.get(2))).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(RecordedTime.instant(moments.get(3))).isNull();
    }
}
