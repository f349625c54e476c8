package dev.rondo.metadata.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.crash.CrashPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest extends BlobStoreContract {

    @TempDir
    private Path folder;

    @Override
    BlobStore store() {
        return new FileBlobStore(folder);
    }

    @Override
    void age(String hash, Duration age) throws IOException {
        Path file = folder.resolve(hash.substring(0, 2)).resolve(hash);
        Instant putAt = Files.getLastModifiedTime(file).toInstant();
        var ignored = Files.setLastModifiedTime(file, FileTime.from(putAt.minus(age)));
    }

    @Override
    List<String> kept() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    @Test
    void of_two_who_clear_away_at_once_none_deletes_what_is_put_between_them() throws Exception {
        byte[] jar = "hello".getBytes(UTF_8);
        String hash = BlobHash.of(jar);
        store().put(hash, new ByteArrayInputStream(jar));
        age(hash, Duration.ofDays(2));
        CountDownLatch secondHasItsName = new CountDownLatch(1);
        CountDownLatch firstIsDone = new CountDownLatch(1);
        BlobStore.Old seenBySecond = seen(hash, point -> {
            secondHasItsName.countDown();
            await(firstIsDone);
        });
        List<CompletableFuture<Boolean>> second = new ArrayList<>();
        BlobStore.Old seenByFirst = seen(
                hash,
                point -> { // it has looked at the time of what it is about to delete
                    putAgain(hash, jar);
                    second.add(CompletableFuture.supplyAsync(() -> isDeleted(seenBySecond)));
                    await(secondHasItsName);
                });

        boolean first = seenByFirst.delete();
        firstIsDone.countDown();

        assertThat(second.getFirst().get()).isFalse();
        assertThat(first).isFalse();
        assertThat(store().find(hash)).isPresent();
    }

    private BlobStore.Old seen(String hash, CrashPoint.Injector at) throws IOException {
        FileBlobStore mine = new FileBlobStore(folder, at);
        return mine.old(hash.substring(0, 1), mine.now().minus(Duration.ofDays(1)))
                .getFirst();
    }

    private void putAgain(String hash, byte[] content) {
        try {
            store().put(hash, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isDeleted(BlobStore.Old old) {
        try {
            return old.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
