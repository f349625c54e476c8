package dev.rondo.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentLengthTest {

    @ParameterizedTest
    @CsvSource({"100, 10000, 5050", "9000, 10000, 9500", "10000, 0, 7500", "80, 80, 80", "0, 1, 0"})
    void one_that_is_long_counts_for_half_and_one_that_is_short_for_a_quarter(long before, long latest, long after) {
        assertThat(RecentLength.after(before, latest)).isEqualTo(after);
    }
}
