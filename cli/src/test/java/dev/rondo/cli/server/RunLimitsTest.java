package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import dev.rondo.core.graph.Limits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLimitsTest {

    @Test
    void a_hundred_thousand_instances_and_ten_losses_where_nobody_says_otherwise() {
        assertThat(RunLimits.of(Map.of())).isEqualTo(new Limits(100_000, 10)).isEqualTo(Limits.DEFAULTS);
        assertThat(RunLimits.of(Map.of("RONDO_MAX_MAP_LENGTH", " ", "RONDO_MAX_LOST_TRIES", "")))
                .isEqualTo(Limits.DEFAULTS);
    }

    @Test
    void as_it_is_said() {
        assertThat(RunLimits.of(Map.of("RONDO_MAX_MAP_LENGTH", "1024"))).isEqualTo(new Limits(1_024, 10));
        assertThat(RunLimits.of(Map.of("RONDO_MAX_LOST_TRIES", " 0 "))).isEqualTo(new Limits(100_000, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000001", "many"})
    void another_length_is_refused_with_what_to_write(String said) {
        assertThatThrownBy(() -> RunLimits.of(Map.of("RONDO_MAX_MAP_LENGTH", said)))
                .isInstanceOf(CommandException.class)
                .hasMessage("RONDO_MAX_MAP_LENGTH is '" + said
                        + "'; write a number from 1 to 1000000, or leave it out for 100000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1001", "never"})
    void another_number_of_losses_is_refused_with_what_to_write(String said) {
        assertThatThrownBy(() -> RunLimits.of(Map.of("RONDO_MAX_LOST_TRIES", said)))
                .isInstanceOf(CommandException.class)
                .hasMessage("RONDO_MAX_LOST_TRIES is '" + said
                        + "'; write a number from 0 to 1000, or leave it out for 10");
    }
}
