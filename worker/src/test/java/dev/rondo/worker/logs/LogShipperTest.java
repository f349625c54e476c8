package dev.rondo.worker.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.LogChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogShipperTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    private final BlockingQueue<LogChunk> arrived = new LinkedBlockingQueue<>();

    private LogShipper shipper() {
        return new LogShipper(folder, batch -> {
            arrived.addAll(batch.chunks());
            return new LogChunk.Kept(batch.chunks().stream()
                    .map(chunk -> chunk.offset() + chunk.text().length())
                    .toList());
        });
    }

    private static Dispatch dispatch(long id) {
        return new Dispatch(
                id,
                "token",
                /* runNo= */ 1,
                "census",
                "manual__1",
                "train",
                3,
                2,
                0,
                "",
                "ex.Census",
                "",
                new Dispatch.RunFacts("manual", NOW, NOW, NOW, NOW, "UTC", "{}", "{}", null),
                List.of(),
                null,
                null,
                null,
                0,
                0,
                List.of(),
                "warm",
                "default",
                null,
                false);
    }

    @Test
    void the_next_worker_ships_what_a_killed_one_left() throws Exception {
        shipper().follow(dispatch(7)); // never started: it is killed before it ships anything
        Files.writeString(folder.resolve("7.log"), "last words\n");

        try (LogShipper next = shipper()) {
            next.start();

            assertThat(arrived.poll(30, TimeUnit.SECONDS))
                    .isEqualTo(new LogChunk("census", "manual__1", "train", 3, 2, 7, 0, "last words\n"));
        }
    }

    @Test
    void a_log_of_nobody_is_removed() throws IOException {
        Path log = Files.writeString(folder.resolve("8.log"), "whose?\n");

        try (LogShipper next = shipper()) {
            next.start();

            assertThat(log).doesNotExist();
        }
    }

    @Test
    void half_a_line_of_the_journal_hides_nothing_before_it() throws Exception {
        shipper().follow(dispatch(7));
        Path journal = folder.resolve("whose");
        String line = Files.readString(journal);
        Files.writeString(journal, line + line.substring(0, line.length() / 2));
        Files.writeString(folder.resolve("7.log"), "last words\n");

        try (LogShipper next = shipper()) {
            next.start();

            assertThat(arrived.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
