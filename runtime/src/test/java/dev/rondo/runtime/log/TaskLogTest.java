package dev.rondo.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void what_an_interrupted_thread_says_is_kept_and_it_stays_interrupted() throws IOException {
        boolean stillInterrupted;
        try (TaskLog log = log()) {
            log.write("info", "task", "at work");
            Thread.currentThread().interrupt();
            log.write("info", "task", "told to stop");
            log.write("info", "task", "and stopped");
            stillInterrupted = Thread.interrupted();
            log.write("info", "task", "the next one");
        }

        assertThat(Files.readAllLines(folder.resolve("log")))
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).contains("at work"),
                        line -> assertThat(line).contains("told to stop"),
                        line -> assertThat(line).contains("and stopped"),
                        line -> assertThat(line).contains("the next one"));
        assertThat(stillInterrupted).isTrue();
    }

    @Test
    void an_interrupt_in_the_middle_of_writing_loses_nothing_and_writes_nothing_twice() throws Exception {
        int lines = 20_000;
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            try (TaskLog log = new TaskLog(folder.resolve("log"), 100_000_000, new SecretMasker(), CLOCK)) {
                for (int i = 0; i < lines; i++) {
                    log.write("info", "task", "line " + i);
                }
            }
            over.set(true);
        });
        writer.start();
        while (!over.get()) {
            writer.interrupt();
            Thread.onSpinWait();
        }
        writer.join();

        assertThat(Files.readAllLines(folder.resolve("log")))
                .hasSize(lines)
                .last(STRING)
                .contains("line " + (lines - 1) + "\"");
    }

    @Test
    void a_secret_is_masked_from_when_it_is_known() throws IOException {
        try (TaskLog log = log()) {
            log.secrets(List.of("hunter2"));
            log.write("info", "task", "login with hunter2");

            assertThat(log.mask("hunter2!")).isEqualTo("***!");
        }

        assertThat(Files.readString(folder.resolve("log"))).contains("login with ***");
    }

    /** A disk that is full when the test says so, and before that takes half of what it is given. */
    private static final class Disk implements WritableByteChannel {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean full;

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            byte[] half = new byte[(from.remaining() + 1) / 2];
            from.get(half);
            kept.writeBytes(half);
            return half.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}

        List<String> lines() {
            return kept.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static TaskLog log(WritableByteChannel disk, long capBytes) {
        return new TaskLog("log", () -> disk, capBytes, new SecretMasker(), CLOCK);
    }

    @Test
    void when_the_disk_has_room_again_what_comes_then_is_kept_and_what_was_lost_is_counted() {
        Disk disk = new Disk();
        try (TaskLog log = log(disk, 10_000)) {
            log.write("info", "task", "one");
            disk.full = true;
            log.write("info", "task", "two");
            log.write("info", "task", "three");
            disk.full = false;
            log.write("info", "task", "four");
        }

        assertThat(disk.lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"one\""),
                        line -> assertThat(line).contains("2 lines could not be written (No space left on device)"),
                        line -> assertThat(line).contains("\"four\""));
    }

    @Test
    void a_line_that_was_cut_by_a_full_disk_stays_a_line_of_its_own() {
        Disk disk = new Disk();
        WritableByteChannel filling = new WritableByteChannel() {
            private int writes;

            @Override
            public int write(ByteBuffer from) throws IOException {
                disk.full = ++writes == 2;
                return disk.write(from);
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (TaskLog log = log(filling, 10_000)) {
            log.write("info", "task", "cut in the middle");
            log.write("info", "task", "whole");
        }

        assertThat(disk.lines())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1)).contains("1 line could not be written"))
                .satisfies(lines -> assertThat(lines.get(2)).contains("\"whole\""));
    }

    @Test
    void what_a_full_disk_lost_is_said_at_the_end_too_and_is_not_the_caps() {
        Disk disk = new Disk();
        try (TaskLog log = log(disk, 10_000)) {
            log.write("info", "task", "one");
            disk.full = true;
            log.write("info", "task", "two");
            disk.full = false;
        }

        assertThat(disk.lines()).hasSize(2);
        assertThat(disk.lines().getLast())
                .contains("1 line could not be written")
                .doesNotContain("cap");
    }

    @Test
    void beyond_the_cap_lines_are_counted() throws IOException {
        try (TaskLog log = new TaskLog(folder.resolve("log"), 300, new SecretMasker(), CLOCK)) {
            for (int i = 0; i < 10; i++) {
                log.write("info", "task", "line " + i);
            }
        }

        assertThat(Files.readAllLines(folder.resolve("log")))
                .hasSize(5)
                .satisfies(lines -> assertThat(lines.get(3)).contains("reached its cap of 300 bytes"))
                .satisfies(
                        lines -> assertThat(lines.get(4)).contains("7 further lines were left out because of the cap"));
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
            log.secrets(List.of("hunter2-hunter2"));
            log.write("info", "task", "x".repeat(32 * 1024 - 7) + "hunter2-hunter2" + "y".repeat(100));
        }

        assertThat(Files.readString(folder.resolve("log"))).contains("line cut").doesNotContain("hunter2");
    }
}
