package dev.rondo.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.crash.LeftOnDisk;
import dev.rondo.core.protocol.LogChunk;
import dev.rondo.runtime.jar.Sha256;
import dev.rondo.worker.crash.CrashPoint;
import dev.rondo.worker.logs.LogShipper;
import dev.rondo.worker.testing.TestDispatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashPointTest {

    private static final byte[] JAR = "the bytes of a jar".getBytes(UTF_8);

    @TempDir
    private Path home;

    @ParameterizedTest
    @EnumSource
    void the_next_worker_on_its_folder_goes_on_with_what_a_killed_one_left(CrashPoint point) throws Exception {
        switch (point) {
            case JAR_WRITTEN, JAR_NAMED -> aJarIsFetched(point);
            case OWNER_NOTED, LOG_SENT, LOG_REMOVED -> aLogIsShipped(point);
            case JOURNAL_WRITTEN -> whatWasLeftBeforeIsTakenOver(point);
        }
    }

    private LeftOnDisk<CrashPoint> killedAt(CrashPoint point) throws IOException {
        return new LeftOnDisk<>(point, Files.createDirectory(killed()), home.resolve("left"));
    }

    private Path killed() {
        return home.resolve("killed");
    }

    private void aJarIsFetched(CrashPoint point) throws Exception {
        LeftOnDisk<CrashPoint> killed = killedAt(point);
        String hash = Sha256.of(Files.write(home.resolve("jar"), JAR));
        var ignored = new JarCache(killed(), killed::at).get(hash, wanted -> new ByteArrayInputStream(JAR));
        JarCache next = new JarCache(killed.folder());
        next.open();

        assertThat(next.has(hash)).isEqualTo(point == CrashPoint.JAR_NAMED);
        assertThat(next.get(hash, wanted -> new ByteArrayInputStream(JAR))).hasBinaryContent(JAR);
        assertThat(files(killed.folder())).as("nothing half").containsExactly(hash + ".jar");
    }

    private void aLogIsShipped(CrashPoint point) throws Exception {
        Kept kept = new Kept();
        LeftOnDisk<CrashPoint> killed = killedAt(point);
        Kept heard = point == CrashPoint.OWNER_NOTED ? new Kept() : kept; // that one ends before it sends
        try (LogShipper dying = shipper(killed(), heard, killed::at)) {
            dying.start();
            dying.follow(TestDispatch.of(7));
            Files.writeString(killed().resolve("7.log"), "one\ntwo\n");
            dying.over(7);
            Path left = killed.folder();
            // Of a worker that dies before that, its hosts write for a moment longer.
            Files.writeString(left.resolve("8.log"), "nobody's\n");
            if (point == CrashPoint.OWNER_NOTED) {
                Files.writeString(left.resolve("7.log"), "one\ntwo\n");
            }
        }

        theNextOneShipsAll(kept, killed.folder());
    }

    private void whatWasLeftBeforeIsTakenOver(CrashPoint point) throws Exception {
        Kept kept = new Kept();
        LeftOnDisk<CrashPoint> killed = killedAt(point);
        shipper(killed(), kept, CrashPoint.Injector.NONE).follow(TestDispatch.of(7)); // killed before it ships
        Files.writeString(killed().resolve("7.log"), "one\ntwo\n");
        try (LogShipper dying = shipper(killed(), new Kept(), killed::at)) {
            dying.start();
            Path ignored = killed.folder();
        }

        theNextOneShipsAll(kept, killed.folder());
    }

    private static void theNextOneShipsAll(Kept kept, Path left) throws Exception {
        try (LogShipper next = shipper(left, kept, CrashPoint.Injector.NONE)) {
            next.start();
            next.follow(TestDispatch.of(9));
            Files.writeString(left.resolve("9.log"), "three\n");
            next.over(9);
            kept.await(9);
            kept.await(7);
        }

        assertThat(kept.texts).isEqualTo(Map.of(7L, "one\ntwo\n", 9L, "three\n"));
        assertThat(files(left)).as("no log of anybody's else is left").doesNotContain("8.log");
    }

    private static LogShipper shipper(Path folder, Kept kept, CrashPoint.Injector crashes) {
        return new LogShipper(folder, kept, Duration.ofMillis(20), crashes);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Keeps each byte once, as the store of logs does, and outlives the workers. */
    private static final class Kept implements LogShipper.Target {
        private final Map<Long, String> texts = new ConcurrentHashMap<>();
        private final Map<Long, CountDownLatch> arrived = new ConcurrentHashMap<>();

        @Override
        public LogChunk.Kept send(LogChunk.Batch batch) {
            List<Long> bytes = new ArrayList<>();
            for (LogChunk chunk : batch.chunks()) {
                String before = texts.getOrDefault(chunk.dispatchId(), "");
                int known = before.length() - (int) chunk.offset();
                String now = known < 0 || known >= chunk.text().length()
                        ? before
                        : before + chunk.text().substring(known);
                texts.put(chunk.dispatchId(), now);
                bytes.add((long) now.length());
                of(chunk.dispatchId()).countDown();
            }
            return new LogChunk.Kept(bytes);
        }

        private CountDownLatch of(long dispatchId) {
            return arrived.computeIfAbsent(dispatchId, id -> new CountDownLatch(1));
        }

        void await(long dispatchId) throws InterruptedException {
            assertThat(of(dispatchId).await(60, TimeUnit.SECONDS))
                    .as("the log of %s arrives", dispatchId)
                    .isTrue();
        }
    }
}
