package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.graph.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineConfigTest {

    @Test
    void five_heartbeats_may_be_lost_before_a_lease_ends() {
        EngineConfig usual = EngineConfig.of("s");
        EngineConfig shorter = EngineConfig.of("s", EngineConfig.SHORTEST_LEASE, Limits.DEFAULTS, Telemetry.NONE);
        EngineConfig longer = EngineConfig.of("s", Duration.ofMinutes(5), Limits.DEFAULTS, Telemetry.NONE);

        assertThat(usual.heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(shorter.heartbeat().multipliedBy(6)).isLessThanOrEqualTo(shorter.lease());
        assertThat(longer.heartbeat()).isEqualTo(Duration.ofSeconds(5));
    }
}
