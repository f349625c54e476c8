package dev.rondo.webserver.dagfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.webserver.rest.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DagsFolderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final Instant LONG_AFTER = Instant.parse("2126-01-01T12:00:00Z");

    @TempDir
    private Path folder;

    private void file(String name, Duration age) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "half");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    @Test
    void what_a_killed_upload_left_goes_and_what_may_still_be_written_stays() throws IOException {
        file(".train.jar.123456.part", Duration.ofMinutes(11));
        file(".Census.java.99.part", Duration.ofDays(3));
        file(".train.jar.654321.part", Duration.ofMinutes(9));
        file("train.jar", Duration.ofDays(3));
        file(".mine.part", Duration.ofDays(3));
        file("x.jar.1.part", Duration.ofDays(3));

        new DagsFolder(folder).clear(NOW);

        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".train.jar.654321.part", "train.jar", ".mine.part", "x.jar.1.part");
        }
    }

    @Test
    void a_file_that_is_being_put_there_is_named_like_one() {
        DagsFolder dags = new DagsFolder(folder);
        InputStream source = new ByteArrayInputStream("class A {}".getBytes(StandardCharsets.UTF_8));

        // Long after, so that what is there counts as left: without it there is nothing to move into place.
        assertThatThrownBy(() -> dags.put("A.java", source, Optional.empty(), stored -> dags.clear(LONG_AFTER)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(".A.java.");
        assertThat(folder).isEmptyDirectory();
    }
}
