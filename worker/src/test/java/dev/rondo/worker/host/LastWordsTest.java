package dev.rondo.worker.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {

    @TempDir
    Path folder;

    @Test
    void the_end_of_a_file_that_would_fill_the_heap() throws IOException {
        Path file = folder.resolve("host.out");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(8L << 30); // sparse; more than an array can hold
            huge.seek(huge.length());
            huge.write("\nlast words\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(LastWords.of(file)).endsWith("\nlast words").hasSize(LastWords.MAX_BYTES - 1);
    }

    @Test
    void a_file_that_says_nothing_or_is_not_there() throws IOException {
        Path blank = Files.writeString(folder.resolve("blank.out"), " \n");

        assertThat(LastWords.of(blank)).isNull();
        assertThat(LastWords.of(folder.resolve("missing.out"))).isNull();
    }
}
