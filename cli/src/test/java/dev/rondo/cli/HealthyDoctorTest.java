package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo doctor} beside a standalone that runs. */
@ExtendWith(RunningRondo.Extension.class)
class HealthyDoctorTest {

    // Of the machine, and what tests of other classes may have left.
    private static final List<String> NOT_OF_IT = List.of(
            "DISK_NEARLY_FULL", "DISK_FULL", "DATABASE_ZONE", "ADMIN_PASSWORD_STALE", "UPLOAD_LEFT", "PORT_TAKEN");

    private final RunningRondo rondo;
    private final Shell shell;

    HealthyDoctorTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
    }

    private static List<String> codes(Shell shell, String... words) {
        return ((JsonArray) JsonValue.parse(shell.rondo(words).out()))
                .elements().stream()
                        .map(finding ->
                                ((JsonObject) finding).findString("code").orElseThrow())
                        .filter(code -> !NOT_OF_IT.contains(code))
                        .toList();
    }

    @Test
    void nothing_is_wrong_with_a_standalone_that_runs() {
        assertThat(codes(shell, "doctor", "-o", "json"))
                .as("home, settings, port, folders, database, schema, processes, worker, keys")
                .isEmpty();
    }

    @Test
    void each_part_of_it_is_looked_at(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("train.jar"), "PK");

        assertThat(codes(shell, "doctor", "-o", "json", "--dags", folder.toString()))
                .as("its folder")
                .containsExactly("JAR_BROKEN");
        assertThat(codes(shell.with("RONDO_STORAGE", broken.toString()), "doctor", "-o", "json"))
                .as("its storage")
                .containsExactly("STORAGE_NOT_WRITABLE");
        assertThat(codes(shell.with("RONDO_HOME", folder.toString()), "doctor", "-o", "json"))
                .as("another home has no server and no database")
                .containsExactly("NO_DATABASE");
        assertThat(rondo.home().resolve("server.json"))
                .as("what says where it runs")
                .exists();
    }
}
