package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {

    @Test
    void ninety_days_where_nobody_says_otherwise() {
        assertThat(Retention.of(Map.of())).isEqualTo(Duration.ofDays(90));
        assertThat(Retention.of(Map.of("RONDO_RETENTION_DAYS", " "))).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void as_it_is_said() {
        assertThat(Retention.of(Map.of("RONDO_RETENTION_DAYS", "7"))).isEqualTo(Duration.ofDays(7));
        assertThat(Retention.of(Map.of("RONDO_RETENTION_DAYS", "0"))).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "36501", "a week", "P7D"})
    void anything_else_is_refused_with_what_to_write(String said) {
        assertThatThrownBy(() -> Retention.of(Map.of("RONDO_RETENTION_DAYS", said)))
                .isInstanceOf(CommandException.class)
                .hasMessage("RONDO_RETENTION_DAYS is '" + said
                        + "'; write a number of days from 1 to 36500, or 0 to keep everything");
    }
}
