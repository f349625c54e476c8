package dev.rondo.metadata.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rondo.metadata.postgres.EmbeddedPostgresConfig.Durability;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresConfigTest {

    private static final EmbeddedPostgresConfig DEFAULTS = EmbeddedPostgresConfig.durable();

    @Test
    void the_defaults_keep_every_commit_on_a_chosen_port() {
        assertThat(DEFAULTS)
                .isEqualTo(new EmbeddedPostgresConfig(
                        0, Durability.DURABLE, Duration.ofMinutes(2), Duration.ofSeconds(5), null));
    }

    @Test
    void each_setting_can_be_set() {
        EmbeddedPostgresConfig set = EmbeddedPostgresConfig.disposable()
                .withPort(5555)
                .withStopTimeout(Duration.ofSeconds(1))
                .withInstallations(Path.of("/opt/pg"));

        assertThat(set)
                .isEqualTo(new EmbeddedPostgresConfig(
                        5555, Durability.DISPOSABLE, Duration.ofMinutes(2), Duration.ofSeconds(1), Path.of("/opt/pg")));
    }

    @Test
    void a_value_out_of_range_is_refused_with_the_range() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withPort(70_000))
                .withMessage("embedded postgresql: port is 70000, allowed is 0 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withStopTimeout(Duration.ofHours(1)))
                .withMessageContaining("0 to 10 min");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new EmbeddedPostgresConfig(0, Durability.DURABLE, Duration.ZERO, Duration.ofSeconds(5), null))
                .withMessageContaining("startTimeout is PT0S, allowed is 1 s to 1 h");
    }

    @Test
    void the_archive_is_found_for_each_system() {
        assertThat(Binaries.resourceFor("linux", "amd64")).isEqualTo("/postgres-linux-x86_64.txz");
        assertThat(Binaries.resourceFor("linux", "aarch64")).isEqualTo("/postgres-linux-arm_64.txz");
        assertThat(Binaries.resourceFor("mac os x", "x86_64")).isEqualTo("/postgres-darwin-x86_64.txz");
        assertThat(Binaries.resourceFor("mac os x", "aarch64")).isEqualTo("/postgres-darwin-arm_64.txz");
        assertThat(Binaries.resourceFor("linux", "riscv64")).isEqualTo("/postgres-linux-riscv64.txz");
    }
}
