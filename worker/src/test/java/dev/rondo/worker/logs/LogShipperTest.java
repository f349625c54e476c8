package dev.rondo.worker.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.LogChunk;
import dev.rondo.worker.testing.TestDispatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogShipperTest {

    @TempDir
    Path folder;

    private final BlockingQueue<LogChunk> arrived = new LinkedBlockingQueue<>();

    private LogShipper shipper() {
        return new LogShipper(folder, batch -> {
            arrived.addAll(batch.chunks());
            return kept(batch);
        });
    }

    private static LogChunk.Kept kept(LogChunk.Batch batch) {
        return new LogChunk.Kept(batch.chunks().stream()
                .map(chunk -> chunk.offset() + chunk.text().length())
                .toList());
    }

    @Test
    void the_next_worker_ships_what_a_killed_one_left() throws Exception {
        shipper().follow(TestDispatch.of(7)); // never started: it is killed before it ships anything
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
        shipper().follow(TestDispatch.of(7));
        Path journal = folder.resolve("whose");
        String line = Files.readString(journal);
        Files.writeString(journal, line + line.substring(0, line.length() / 2));
        Files.writeString(folder.resolve("7.log"), "last words\n");

        try (LogShipper next = shipper()) {
            next.start();

            assertThat(arrived.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void logs_that_always_grow_keep_no_other_from_being_sent() throws Exception {
        int logs = 40; // more than go in one request
        CountDownLatch all = new CountDownLatch(logs);
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        LogShipper.Target grows = batch -> {
            for (LogChunk chunk : batch.chunks()) {
                Files.writeString(folder.resolve(chunk.dispatchId() + ".log"), "more\n", StandardOpenOption.APPEND);
                if (seen.add(chunk.dispatchId())) {
                    all.countDown();
                }
            }
            return kept(batch);
        };

        try (LogShipper shipper = new LogShipper(folder, grows)) {
            shipper.start();
            for (long id = 1; id <= logs; id++) {
                Files.writeString(folder.resolve(id + ".log"), "first\n");
                shipper.follow(TestDispatch.of(id));
            }

            assertThat(all.await(30, TimeUnit.SECONDS)).as("arrived: %s", seen).isTrue();
        }
    }

    @Test
    void goes_on_after_an_answer_that_is_none() throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        LogShipper.Target confused = batch -> {
            if (answered.compareAndSet(false, true)) {
                throw new IllegalArgumentException("a proxy's page");
            }
            arrived.addAll(batch.chunks());
            return kept(batch);
        };
        Files.writeString(folder.resolve("9.log"), "once\n");

        try (LogShipper shipper = new LogShipper(folder, confused)) {
            shipper.follow(TestDispatch.of(9));
            shipper.start();

            assertThat(arrived.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(answered).isTrue();
    }
}
