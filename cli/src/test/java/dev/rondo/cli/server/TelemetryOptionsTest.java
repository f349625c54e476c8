package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryOptionsTest {

    private static final String CLAIM = "RONDO_TELEMETRY_CLAIM_SECONDS";

    @Test
    void what_is_about_to_be_told_is_left_to_its_scheduler_for_a_minute_or_as_long_as_is_said() {
        assertThat(TelemetryOptions.of(Map.of()).claim()).isEqualTo(Duration.ofMinutes(1));
        assertThat(TelemetryOptions.of(Map.of(CLAIM, "15")).claim()).isEqualTo(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"14", "3601", "a minute"})
    void any_other_time_is_refused_with_what_to_write(String said) {
        assertThatThrownBy(() -> TelemetryOptions.of(Map.of(CLAIM, said)))
                .isInstanceOf(CommandException.class)
                .hasMessage(CLAIM + " is '" + said
                        + "'; write a number of seconds from 15 to 3600, or leave it out for 60");
    }
}
