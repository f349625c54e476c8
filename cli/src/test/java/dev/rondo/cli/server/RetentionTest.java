package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import dev.rondo.scheduler.Scheduler;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {

    @Test
    void ninety_days_and_runs_for_ever_where_nobody_says_otherwise() {
        assertThat(Retention.of(Map.of())).isEqualTo(new Scheduler.Kept(Duration.ofDays(90), Duration.ZERO));
        assertThat(Retention.of(Map.of("RONDO_RETENTION_DAYS", " ", "RONDO_RUN_RETENTION_DAYS", "")))
                .isEqualTo(Scheduler.Kept.DEFAULT);
    }

    @Test
    void as_it_is_said() {
        assertThat(Retention.of(Map.of("RONDO_RETENTION_DAYS", "7", "RONDO_RUN_RETENTION_DAYS", "400")))
                .isEqualTo(new Scheduler.Kept(Duration.ofDays(7), Duration.ofDays(400)));
        assertThat(Retention.of(Map.of("RONDO_RETENTION_DAYS", "0")).rest()).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "RONDO_RETENTION_DAYS, -1",
        "RONDO_RETENTION_DAYS, 36501",
        "RONDO_RUN_RETENTION_DAYS, a week",
        "RONDO_RUN_RETENTION_DAYS, P7D"
    })
    void anything_else_is_refused_with_what_to_write(String name, String said) {
        assertThatThrownBy(() -> Retention.of(Map.of(name, said)))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        name + " is '" + said + "'; write a number of days from 1 to 36500, or 0 to keep everything");
    }
}
