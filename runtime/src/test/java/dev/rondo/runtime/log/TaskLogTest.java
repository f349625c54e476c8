package dev.rondo.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));

    @TempDir
    Path folder;

    private TaskLog log() {
        return new TaskLog(folder.resolve("log"), 10_000, new SecretMasker(), CLOCK);
    }

    @Test
    void half_a_line_of_a_killed_writer_stays_a_line_of_its_own() throws IOException {
        Files.writeString(folder.resolve("log"), "{\"event\":\"cut of");

        try (TaskLog log = log()) {
            log.write("error", "rondo", "killed");
        }

        assertThat(Files.readAllLines(folder.resolve("log"))).hasSize(2).first().isEqualTo("{\"event\":\"cut of");
    }

    @Test
    void a_secret_is_masked_from_when_it_is_known() throws IOException {
        try (TaskLog log = log()) {
            log.secret("hunter2");
            log.write("info", "task", "login with hunter2");

            assertThat(log.mask("hunter2!")).isEqualTo("***!");
        }

        assertThat(Files.readString(folder.resolve("log"))).contains("login with ***");
    }

    @Test
    void what_was_printed_without_a_line_feed_is_written_at_the_end() throws IOException {
        try (TaskLog log = log();
                PrintStream out = CurrentLog.INSTANCE.stream("info", "stdout")) {
            CurrentLog.INSTANCE.begin(log);
            out.print("no line feed");
            CurrentLog.INSTANCE.end();
        }

        assertThat(Files.readString(folder.resolve("log"))).contains("no line feed");
    }

    @Test
    void a_secret_where_a_long_line_is_cut_is_masked_as_a_whole() throws IOException {
        try (TaskLog log = new TaskLog(folder.resolve("log"), 1_000_000, new SecretMasker(), CLOCK)) {
            log.secret("hunter2-hunter2");
            log.write("info", "task", "x".repeat(32 * 1024 - 7) + "hunter2-hunter2" + "y".repeat(100));
        }

        assertThat(Files.readString(folder.resolve("log"))).contains("line cut").doesNotContain("hunter2");
    }
}
