package dev.rondo.metadata.crash;

import static dev.rondo.metadata.jooq.Tables.LOG_REMOVAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.crash.LeftOnDisk;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.blob.BucketBlobStore;
import dev.rondo.metadata.blob.FileBlobStore;
import dev.rondo.metadata.control.LogRemoval;
import dev.rondo.metadata.log.BucketLogStore;
import dev.rondo.metadata.log.FileLogStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.log.LogStore.LogKey;
import dev.rondo.metadata.secret.SecretKeys;
import dev.rondo.metadata.secret.Vault;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.storage.Bucket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(PostgresExtension.class)
class CrashPointTest {

    private static final byte[] JAR = "hello".getBytes(UTF_8);
    private static final String HASH = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final LogKey LOG = new LogKey("census", "manual__1", "train", -1, 1);
    private static final LogKey OTHER = new LogKey("census", "manual__1", "push", -1, 1);

    @TempDir
    private Path home;

    @ParameterizedTest
    @EnumSource
    void what_a_killed_process_leaves_is_whole_and_the_next_one_goes_on_with_it(CrashPoint point, TestDatabase mine)
            throws IOException {
        switch (point) {
            case BLOB_WRITTEN, BLOB_FORCED -> aBlobIsKept(point);
            case BLOB_NAMED -> {
                aBlobIsKept(point);
                aBlobIsKeptInABucket(point);
            }
            case BLOB_GOING -> aBlobIsClearedAway(point);
            case LOG_MADE -> aLogIsAppendedTo(point);
            case LOG_APPENDED -> {
                aLogIsAppendedTo(point);
                aLogInABucketIsComposed(point);
            }
            case LOG_COMPOSED, LOG_PIECE_DELETED -> aLogInABucketIsComposed(point);
            case LOG_DELETED -> {
                logsAreDeleted(point);
                logsInABucketAreDeleted(point);
            }
            case LOGS_REMOVED -> logsAreRemovedOfWhatWasDeleted(mine);
            case KEY_KEPT, KEY_FIRST, SECRETS_RESEALED, KEY_UNUSED, KEY_REFUSED, KEY_RETIRED ->
                theKeysAreChanged(point, mine);
        }
    }

    private LeftOnDisk<CrashPoint> killedAt(CrashPoint point) throws IOException {
        return new LeftOnDisk<>(point, Files.createDirectory(home.resolve("killed")), home.resolve("left"));
    }

    private void aBlobIsKept(CrashPoint point) throws IOException {
        LeftOnDisk<CrashPoint> killed = killedAt(point);
        new FileBlobStore(home.resolve("killed"), killed::at).put(HASH, new ByteArrayInputStream(JAR));
        BlobStore next = new FileBlobStore(killed.folder());

        assertThat(next.find(HASH).isPresent()).as("under its name").isEqualTo(point == CrashPoint.BLOB_NAMED);
        next.put(HASH, new ByteArrayInputStream(JAR));

        try (var found = next.find(HASH).orElseThrow().content()) {
            assertThat(found).hasBinaryContent(JAR);
        }
    }

    private static void aBlobIsKeptInABucket(CrashPoint point) throws IOException {
        LeftInBucket killed = new LeftInBucket(point);
        new BucketBlobStore(killed.bucket(), "store/", killed::at).put(HASH, new ByteArrayInputStream(JAR));
        BlobStore next = new BucketBlobStore(killed.left(), "store/");

        next.put(HASH, new ByteArrayInputStream(JAR)); // as who has not heard of the first

        try (var found = next.find(HASH).orElseThrow().content()) {
            assertThat(found).hasBinaryContent(JAR);
        }
        assertThat(killed.left().list("")).hasSize(1);
    }

    private void aBlobIsClearedAway(CrashPoint point) throws IOException {
        LeftOnDisk<CrashPoint> killed = killedAt(point);
        FileBlobStore store = new FileBlobStore(home.resolve("killed"), killed::at);
        store.put(HASH, new ByteArrayInputStream(JAR));
        store.old(HASH.substring(0, 1), store.now().plus(Duration.ofDays(1)))
                .getFirst()
                .delete();
        BlobStore next = new FileBlobStore(killed.folder());

        assertThat(next.find(HASH)).as("who reads it still finds it").isPresent();
        next.put(HASH, new ByteArrayInputStream(JAR));
        for (BlobStore.Old old : next.old(HASH.substring(0, 1), next.now().plus(Duration.ofDays(1)))) {
            boolean ignored = old.delete();
        }

        assertThat(files(killed.folder())).as("nothing is left").isEmpty();
    }

    private void aLogIsAppendedTo(CrashPoint point) throws IOException {
        LeftOnDisk<CrashPoint> killed = killedAt(point);
        var acknowledged = new FileLogStore(home.resolve("killed")).append(LOG, 7, 0, bytes("one\n"));
        new FileLogStore(home.resolve("killed"), killed::at).append(LOG, 7, acknowledged, bytes("two\n"));
        LogStore next = new FileLogStore(killed.folder());

        assertThat(next.read(LOG, 0, 100).text()).as("what was acknowledged").startsWith("one\n");
        long kept = next.append(LOG, 7, acknowledged, bytes("two\nthree\n")); // as the worker, who has not heard

        assertThat(kept).isEqualTo(14);
        assertThat(next.read(LOG, 0, 100).text()).isEqualTo("one\ntwo\nthree\n");
    }

    private static void aLogInABucketIsComposed(CrashPoint point) throws IOException {
        LeftInBucket killed = new LeftInBucket(point);
        LogStore logs = new BucketLogStore(killed.bucket(), "logs/", () -> 0, killed::at);
        StringBuilder said = new StringBuilder();
        for (int piece = 1; piece <= Bucket.MAX_PARTS; piece++) { // the last one has them composed
            said.append("line ").append(piece).append('\n');
            logs.append(LOG, 7, said.lastIndexOf("line"), bytes("line " + piece + "\n"));
        }
        AtomicLong nanos = new AtomicLong();
        BucketLogStore next = new BucketLogStore(killed.left(), "logs/", nanos::get);
        String left = next.read(LOG, 0, 1000).text();
        assertThat(said.toString()).as("nothing twice, nothing lost").startsWith(left);

        next.append(LOG, 7, 0, bytes(said + "last\n")); // as the worker, who has not heard
        nanos.addAndGet(BucketLogStore.QUIET.toNanos());
        next.composeQuiet();

        assertThat(next.read(LOG, 0, 1000).text()).isEqualTo(said + "last\n");
        assertThat(killed.left().list("")).as("no piece is left over").hasSize(1);
    }

    private void logsAreDeleted(CrashPoint point) throws IOException {
        LeftOnDisk<CrashPoint> killed = killedAt(point);
        LogStore logs = new FileLogStore(home.resolve("killed"), killed::at);
        logs.append(LOG, 7, 0, bytes("one\n"));
        logs.append(OTHER, 8, 0, bytes("one\n"));
        logs.deleteRun("census", "manual__1", Set::of);
        LogStore next = new FileLogStore(killed.folder());
        assertThat(List.of(
                        next.read(LOG, 0, 100).text(), next.read(OTHER, 0, 100).text()))
                .as("one is gone, one is there")
                .containsExactlyInAnyOrder("", "one\n");

        next.deleteRun("census", "manual__1", Set::of);

        assertThat(next.read(LOG, 0, 100).text() + next.read(OTHER, 0, 100).text())
                .isEmpty();
    }

    private static void logsInABucketAreDeleted(CrashPoint point) throws IOException {
        LeftInBucket killed = new LeftInBucket(point);
        LogStore logs = new BucketLogStore(killed.bucket(), "logs/", () -> 0, killed::at);
        logs.append(LOG, 7, 0, bytes("one\n"));
        logs.append(OTHER, 8, 0, bytes("one\n"));
        logs.deleteRun("census", "manual__1", Set::of);
        assertThat(killed.left().list("")).as("one is gone at least").hasSizeLessThan(2);

        new BucketLogStore(killed.left(), "logs/", () -> 0).deleteRun("census", "manual__1", Set::of);

        assertThat(killed.left().list("")).isEmpty();
    }

    private void logsAreRemovedOfWhatWasDeleted(TestDatabase mine) throws IOException {
        LogStore logs = new FileLogStore(home);
        logs.append(LOG, 7, 0, bytes("one\n"));
        try (Database database = mine.open(2)) {
            database.transactions()
                    .run(db -> db.insertInto(LOG_REMOVAL)
                            .set(LOG_REMOVAL.DAG_ID, LOG.dagId())
                            .set(LOG_REMOVAL.RUN_ID, LOG.runId())
                            .execute());
            LogRemoval killed = new LogRemoval(database.transactions(), logs, point -> {
                throw new Killed();
            });
            assertThatThrownBy(() -> killed.pass(1)).isInstanceOf(Killed.class);
            LogRemoval next = new LogRemoval(database.transactions(), logs);
            assertThat(next.pass(1)).as("somebody may be at it").isZero();
            database.transactions()
                    .run(db -> db.update(LOG_REMOVAL)
                            .set(LOG_REMOVAL.NEXT_AT, Instant.EPOCH)
                            .execute());

            assertThat(next.pass(9)).isEqualTo(1);

            assertThat(next.pass(9)).as("it is done").isZero();
            assertThat(logs.read(LOG, 0, 100).text()).isEmpty();
        }
    }

    private void theKeysAreChanged(CrashPoint point, TestDatabase mine) {
        try (Database database = mine.open(2)) {
            Vault vault = new Vault(home, database);
            vault.someSecrets();
            String old = vault.keys().list().getFirst().id();
            SecretKeys killed = vault.keys(home, reached -> {
                if (reached == point) {
                    throw new Killed();
                }
            });

            assertThatThrownBy(() -> {
                        var _ = killed.rotate();
                        var _ = killed.retire(old);
                    })
                    .isInstanceOf(Killed.class);
            vault.assertThatAllOpens(vault.server());
            vault.assertThatAllOpens(vault.seals(home));
            if (Set.of(CrashPoint.KEY_KEPT, CrashPoint.KEY_FIRST, CrashPoint.SECRETS_RESEALED)
                    .contains(point)) {
                assertThat(vault.keys().rotate().first()).isNotEqualTo(old);
            }
            if (point != CrashPoint.KEY_RETIRED) {
                assertThat(vault.keys().retire(old)).isEqualTo(new SecretKeys.Retired.Done());
            }

            assertThat(vault.keys().list()).as("no key is left over").hasSize(1);
            vault.assertThatAllOpens(vault.server());
            vault.assertThatAllOpens(vault.seals(home));
        }
    }

    /** An error, so that nothing on the way handles it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void a_log_that_was_cut_in_the_middle_of_a_piece_is_complete_after_it_is_sent_again() throws IOException {
        LogStore logs = new FileLogStore(home);
        logs.append(LOG, 7, 0, bytes("one\ntwo\n"));
        Path file = files().getFirst();
        Files.write(file, bytes("one\ntw"), StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(logs.read(LOG, 0, 100).text()).as("whole lines").isEqualTo("one\n");
        logs.append(LOG, 7, 0, bytes("one\ntwo\n"));

        assertThat(logs.read(LOG, 0, 100).text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void half_a_blob_of_a_killed_process_is_removed_a_day_later_and_one_that_is_being_written_is_not()
            throws IOException {
        LeftOnDisk<CrashPoint> killed = killedAt(CrashPoint.BLOB_WRITTEN);
        new FileBlobStore(home.resolve("killed"), killed::at).put(HASH, new ByteArrayInputStream(JAR));
        Path left = killed.folder();
        BlobStore next = new FileBlobStore(left);
        next.put(HASH, new ByteArrayInputStream(JAR));
        assertThat(files(left)).as("it may still be written").hasSize(2);
        Path part = files(left).stream()
                .filter(file -> file.toString().endsWith(".part"))
                .findFirst()
                .orElseThrow();
        FileTime made = Files.getLastModifiedTime(part);
        Files.setLastModifiedTime(part, FileTime.from(made.toInstant().minus(Duration.ofHours(25))));
        Files.delete(left.resolve(HASH.substring(0, 2)).resolve(HASH));

        next.put(HASH, new ByteArrayInputStream(JAR));

        assertThat(files(left))
                .extracting(file -> file.getFileName().toString())
                .containsExactly(HASH);
    }

    private List<Path> files() throws IOException {
        return files(home);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
