package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.cli.CommandException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerLeaseTest {

    @Test
    void thirty_seconds_where_nobody_says_otherwise() {
        assertThat(WorkerLease.of(Map.of())).isEqualTo(Duration.ofSeconds(30));
        assertThat(WorkerLease.of(Map.of("RONDO_WORKER_LEASE_SECONDS", " "))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void as_it_is_said() {
        assertThat(WorkerLease.of(Map.of("RONDO_WORKER_LEASE_SECONDS", "20"))).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"19", "3601", "-30", "30s"})
    void anything_else_is_refused_with_what_to_write(String said) {
        assertThatThrownBy(() -> WorkerLease.of(Map.of("RONDO_WORKER_LEASE_SECONDS", said)))
                .isInstanceOf(CommandException.class)
                .hasMessage("RONDO_WORKER_LEASE_SECONDS is '" + said
                        + "'; write a number of seconds from 20 to 3600, or leave it out for 30");
    }
}
