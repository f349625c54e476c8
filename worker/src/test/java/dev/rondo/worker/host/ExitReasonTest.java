package dev.rondo.worker.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitReasonTest {

    @ParameterizedTest
    @CsvSource({
        "0,   true,  system_exit",
        "3,   true,  system_exit",
        "130, true,  killed_by_signal",
        "143, true,  killed_by_signal",
        "137, false, killed_by_signal",
        "134, false, killed_by_signal",
        "3,   false, heap_full",
        "7,   false, host_exit",
    })
    void an_exit_code_and_whether_hooks_ran_tell_the_reason(int exitCode, boolean orderly, String code) {
        assertThat(ExitReason.of(exitCode, orderly, 64 << 20).code()).isEqualTo(code);
    }
}
