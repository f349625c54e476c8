package dev.rondo.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SmallDiskTest {

    @Test
    void a_disk_that_is_filled_takes_nothing_more_and_one_that_cannot_be_is_told() throws IOException {
        try (TestHome home = TestHome.fresh()) {
            SmallDisk disk = SmallDisk.mount(home, "small", 1);
            assumeThat(disk.isThere())
                    .as("mounting a small disk needs root and is not allowed here")
                    .isTrue();
            Path file = disk.folder().resolve("file");

            disk.fill();
            assertThatThrownBy(() -> Files.writeString(file, "x")).hasMessageContaining("No space left on device");
            disk.free();
            assertThat(Files.writeString(file, "x")).hasContent("x");

            Files.createDirectory(disk.folder().resolve("filler"));
            assertThatThrownBy(disk::fill)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot fill " + disk.folder());
        }
    }
}
