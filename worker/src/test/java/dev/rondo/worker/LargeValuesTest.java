package dev.rondo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.WorkerMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LargeValuesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final String LARGE = "\"" + "x".repeat(LargeValues.MAX_CHARS) + "\"";
    private static final String HALF = "\"" + "x".repeat(LargeValues.MAX_CHARS / 2) + "\"";

    private static WorkerMessage.Ended ended(@Nullable String result, Map<String, String> xcoms) {
        return new WorkerMessage.Ended(
                7, NOW, NOW, "success", null, null, null, result, "String", 3, null, true, xcoms, null, null, null,
                null, List.of(), null);
    }

    @Test
    void a_small_end_is_told_as_it_is() {
        WorkerMessage.Ended small = ended("1", Map.of("rows", "2"));

        LargeValues large = LargeValues.of(small);

        assertThat(large.values()).isEmpty();
        assertThat(large.rest()).isEqualTo(small);
    }

    @Test
    void a_large_result_is_stored_and_what_it_is_is_still_told() {
        LargeValues large = LargeValues.of(ended(LARGE, Map.of("rows", "2")));

        assertThat(large.values()).containsExactly(new LargeValues.Value("return_value", LARGE, "String"));
        assertThat(large.rest()).isEqualTo(ended(null, Map.of("rows", "2")));
    }

    @Test
    void a_large_xcom_is_stored_beside_a_small_result() {
        LargeValues large = LargeValues.of(ended("1", Map.of("report", LARGE)));

        assertThat(large.values()).containsExactly(new LargeValues.Value("report", LARGE, null));
        assertThat(large.rest()).isEqualTo(ended("1", Map.of()));
    }

    @Test
    void values_that_are_large_only_together_are_told_as_far_as_there_is_room() {
        Map<String, String> xcoms = new LinkedHashMap<>();
        xcoms.put("first", HALF);
        xcoms.put("second", HALF);
        xcoms.put("third", "3");

        LargeValues large = LargeValues.of(ended(null, xcoms));

        assertThat(large.values()).containsExactly(new LargeValues.Value("second", HALF, null));
        assertThat(large.rest().xcoms()).containsOnlyKeys("first", "third");
    }
}
