package dev.rondo.dags.flights.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    private Path folder;

    @Test
    void makes_the_folder_and_writes_the_text() throws IOException {
        Path file = folder.resolve("a/b/day.csv");

        AtomicFile.write(file, "première\n");

        assertThat(file).hasContent("première\n");
    }

    @Test
    void replaces_a_file_and_leaves_nothing_beside_it() throws IOException {
        Path file = folder.resolve("day.csv");
        AtomicFile.write(file, "a longer text than the next\n");

        AtomicFile.write(file, "new\n");

        assertThat(file).hasContent("new\n");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void what_a_killed_try_left_behind_is_in_nobodys_way() throws IOException {
        Files.writeString(folder.resolve(".day.csv.0000.part"), "half a te");

        AtomicFile.write(folder.resolve("day.csv"), "whole text\n");

        assertThat(folder.resolve("day.csv")).hasContent("whole text\n");
    }

    @Test
    void a_failed_move_leaves_the_old_file_and_no_part() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("day.csv/inside"));

        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("day.csv"), "text"))
                .isInstanceOf(IOException.class);

        assertThat(taken).isDirectory();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
