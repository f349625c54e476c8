package dev.rondo.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void ranks_are_values_that_were_measured() {
        List<Double> upToAHundred =
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList().reversed();

        assertThat(Spread.of(upToAHundred)).isEqualTo(new Spread(50, 95, 100));
    }

    @Test
    void one_value_is_all_ranks() {
        assertThat(Spread.of(List.of(7.5))).isEqualTo(new Spread(7.5, 7.5, 7.5));
    }

    @Test
    void nothing_measured_is_an_error_and_not_a_zero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void a_line_has_the_fixed_names() {
        String line = ResultLine.of("chain")
                .put("tasks", 20)
                .put("gap_ms", new Spread(0.12345, 1, 2))
                .put("wall_s", 0.123456, 4)
                .build()
                .toJson();

        assertThat(line)
                .isEqualTo("{\"scenario\":\"chain\",\"tasks\":20,\"gap_ms\":{\"p50\":0.123,\"p95\":1.0,\"max\":2.0},"
                        + "\"wall_s\":0.1235}");
    }
}
