package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFoldersTest {

    private static final String LARGEST = Long.toString(Long.MAX_VALUE).substring(1);

    @TempDir
    private Path parent;

    @Test
    void what_killed_processes_left_is_deleted_and_what_living_ones_have_is_not() throws IOException {
        Path killed = filled(LARGEST);
        Path living = filled(
                Long.toString(ProcessHandle.current().parent().orElseThrow().pid()));

        Path own = WorkFolders.own(parent);

        assertThat(own)
                .isEqualTo(parent.resolve(Long.toString(ProcessHandle.current().pid())));
        assertThat(killed).doesNotExist();
        assertThat(living.resolve("dag1.copy")).exists();
    }

    // In a container the same process has the same number after each start.
    @Test
    void a_killed_process_may_have_had_the_number_of_this_one() throws IOException {
        Path left = filled(Long.toString(ProcessHandle.current().pid()));

        Path own = WorkFolders.own(parent);

        assertThat(own).isEqualTo(left).doesNotExist();
    }

    private Path filled(String name) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(folder.resolve("dag1.copy"), "left over");
        return folder;
    }
}
