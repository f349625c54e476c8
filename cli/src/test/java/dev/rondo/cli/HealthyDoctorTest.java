package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code rondo doctor} beside a standalone that runs. */
@ExtendWith(RunningRondo.Extension.class)
class HealthyDoctorTest {

    private final Shell shell;

    HealthyDoctorTest(RunningRondo rondo) {
        this.shell = rondo.shell();
    }

    @Test
    void nothing_is_wrong_with_a_standalone_that_runs() {
        Shell.Result result = shell.rondo("doctor", "-o", "json");

        // Tests of other classes may have left what it warns of.
        assertThat(result.code()).as(result.out()).isNotEqualTo(78);
        assertThat(result.out()).doesNotContain("\"error\"");
    }
}
