package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultArgumentsTest {

    @Test
    void they_are_found_by_their_prefix() {
        assertThat(DefaultArguments.of(Map.of(
                        "RONDO_DEFAULT_ARGS_RETRIES", "2",
                        "RONDO_DEFAULT_ARGS_RETRY_DELAY", "PT5M",
                        "RONDO_HOME", "/x")))
                .isEqualTo(Map.of("retries", "2", "retry_delay", "PT5M"));
    }

    @Test
    void what_is_wrong_with_them_is_a_wrong_setting() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> DefaultArguments.of(Map.of("RONDO_DEFAULT_ARGS_RETRYS", "2")))
                .withMessageContaining("(RONDO_DEFAULT_ARGS_…)")
                .withMessageContaining("there is no option 'retrys'; did you mean 'retries'?")
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIG));
    }
}
