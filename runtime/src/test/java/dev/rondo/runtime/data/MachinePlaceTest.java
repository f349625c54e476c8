package dev.rondo.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachinePlaceTest extends DataPathContract {

    @TempDir
    private Path folder;

    private final MachinePlace place = new MachinePlace();

    @Override
    DataPath root() {
        return new PlacedPath(place, folder.toString().substring(1));
    }

    @Test
    void a_file_is_where_its_name_says() throws IOException {
        DataPath file = root().resolve("a/b.txt");

        file.writeString("x");

        assertThat(folder.resolve("a/b.txt")).hasContent("x");
        assertThat(file).hasToString(folder.resolve("a/b.txt").toString());
    }

    @Test
    void what_a_write_that_was_killed_left_is_no_file() throws IOException {
        Files.writeString(folder.resolve(".123e4567-e89b-12d3-a456-426614174000.part"), "half");
        root().resolve(".hidden").writeString("whole");

        assertThat(root().list()).containsExactly(root().resolve(".hidden"));
    }
}
