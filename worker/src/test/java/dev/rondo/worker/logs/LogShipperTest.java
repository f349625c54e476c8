package dev.rondo.worker.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.LogChunk;
import dev.rondo.worker.testing.TestDispatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogShipperTest {

    @TempDir
    Path folder;

    @TempDir
    Path beside;

    private final BlockingQueue<LogChunk> arrived = new LinkedBlockingQueue<>();

    private LogShipper shipper() {
        return new LogShipper(folder, this::take);
    }

    private LogChunk.Kept take(LogChunk.Batch batch) {
        arrived.addAll(batch.chunks());
        return kept(batch);
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
    void much_of_which_nothing_can_be_sent_is_not_looked_at_again_until_there_is_as_much_more() throws Exception {
        try (LogShipper shipper = shipper()) { // never started: it ships when it is told to
            Path log = Files.writeString(folder.resolve("1.log"), "x".repeat(100_000));
            shipper.follow(TestDispatch.of(1));
            assertThat(shipper.hasMuch()).isTrue();

            assertThat(shipper.ship()).isEqualTo(LogShipper.Shipped.NOTHING);
            assertThat(shipper.hasMuch()).isFalse();
            Files.writeString(log, "x".repeat(65_535), StandardOpenOption.APPEND);
            assertThat(shipper.hasMuch()).isFalse();
            Files.writeString(log, "\n", StandardOpenOption.APPEND);

            assertThat(shipper.hasMuch()).isTrue();
            assertThat(shipper.ship()).isEqualTo(LogShipper.Shipped.SOME);
            assertThat(next().text()).hasSize(165_536);
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

    /** More of a log, at once: of what is half written, half may be sent. */
    private void say(long dispatchId, String text) throws IOException {
        Path log = folder.resolve(dispatchId + ".log");
        String before = Files.exists(log) ? Files.readString(log) : "";
        Path whole = Files.writeString(beside.resolve("whole"), before + text);
        Files.move(whole, log, StandardCopyOption.ATOMIC_MOVE);
    }

    private LogChunk next() throws InterruptedException {
        LogChunk chunk = arrived.poll(30, TimeUnit.SECONDS);
        assertThat(chunk).as("a chunk within 30 s").isNotNull();
        return Objects.requireNonNull(chunk);
    }

    @Test
    void what_a_try_says_arrives_within_the_period_though_it_is_little_and_the_try_goes_on() throws Exception {
        try (LogShipper shipper = new LogShipper(folder, this::take, Duration.ofMillis(50))) {
            shipper.start();
            shipper.follow(TestDispatch.of(7));
            say(7, "one\n");
            assertThat(next().text()).isEqualTo("one\n");

            say(7, "two\n");

            assertThat(next()).isEqualTo(new LogChunk("census", "manual__1", "train", 3, 2, 7, 4, "two\n"));
        }
    }

    @Test
    void much_does_not_wait_for_the_end_of_the_period() throws Exception {
        String much = "0123456789abcde\n".repeat(70 * 64); // 70 KiB
        try (LogShipper shipper = new LogShipper(folder, this::take, Duration.ofHours(1))) {
            shipper.start();
            say(7, "first\n");
            shipper.follow(TestDispatch.of(7));
            assertThat(next().text()).isEqualTo("first\n");

            // Each but perhaps the first comes while it sleeps.
            for (long offset = 6; offset < 4L * much.length(); offset += much.length()) {
                say(7, much);
                LogChunk chunk = next();
                assertThat(chunk.offset()).isEqualTo(offset);
                assertThat(chunk.text()).isEqualTo(much);
            }
        }
    }

    private static void awaitDone(LogShipper shipper) {
        for (int i = 0; i < 3_000 && !shipper.isDone(); i++) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(shipper.isDone()).as("the log is sent and forgotten").isTrue();
    }

    @Test
    void the_first_try_after_a_pause_is_looked_at_like_any_other() throws Exception {
        String much = "0123456789abcde\n".repeat(70 * 64);
        try (LogShipper shipper = new LogShipper(folder, this::take, Duration.ofHours(1))) {
            shipper.start();
            shipper.follow(TestDispatch.of(7));
            say(7, "first\n");
            shipper.over(7);
            assertThat(next().text()).isEqualTo("first\n");
            awaitDone(shipper);

            shipper.follow(TestDispatch.of(8));
            say(8, much);

            assertThat(next().dispatchId()).isEqualTo(8);
        }
    }

    @Test
    void much_that_is_refused_is_sent_again_once_a_period_only() throws Exception {
        CountDownLatch sent = new CountDownLatch(4);
        LogShipper.Target refuses = batch -> {
            sent.countDown();
            throw new IOException("no scheduler");
        };
        try (LogShipper shipper = new LogShipper(folder, refuses, Duration.ofMillis(300))) {
            shipper.start();
            say(7, "0123456789abcde\n".repeat(70 * 64));
            long begin = System.nanoTime();

            shipper.follow(TestDispatch.of(7));

            assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
            // Two may be at once: that of the first look, and that of the look it was woken for.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
        }
    }
}
