package dev.rondo.metadata.blob;

import static dev.rondo.metadata.jooq.Tables.DAG_VERSION;
import static dev.rondo.metadata.jooq.Tables.JAR;
import static dev.rondo.metadata.jooq.Tables.XCOM;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.testing.MemoryBucket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nothing refers to goes, and nothing else. */
@ExtendWith(PostgresExtension.class)
class UnusedBlobsTest {

    private static final Duration GRACE = Duration.ofDays(1);

    private final MemoryBucket bucket = new MemoryBucket();
    private final BucketBlobStore store = new BucketBlobStore(bucket, "store/");
    private Database database;

    @BeforeEach
    void open(TestDatabase mine) {
        database = mine.open(2);
        database.transactions().run(db -> {
            db.deleteFrom(XCOM).execute();
            db.deleteFrom(DAG_VERSION).execute();
            db.deleteFrom(JAR).execute();
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String put(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        store.put(BlobHash.of(bytes), new ByteArrayInputStream(bytes));
        return BlobHash.of(bytes);
    }

    private void pass(Duration time) {
        bucket.setTime(Instant.EPOCH.plus(time));
    }

    private void version(String jarHash) {
        database.transactions().run(db -> {
            db.insertInto(JAR)
                    .set(JAR.HASH, jarHash)
                    .set(JAR.SIZE_BYTES, 1L)
                    .set(JAR.CREATED_AT, Instant.EPOCH)
                    .execute();
            db.insertInto(DAG_VERSION)
                    .set(DAG_VERSION.DAG_ID, "train")
                    .set(DAG_VERSION.VERSION_NUMBER, 1)
                    .set(DAG_VERSION.GRAPH_HASH, "graph")
                    .set(DAG_VERSION.JAR_HASH, jarHash)
                    .set(DAG_VERSION.GRAPH, "{}")
                    .set(DAG_VERSION.BUNDLE_NAME, "dags-folder")
                    .set(DAG_VERSION.FILE_NAME, "train.jar")
                    .set(DAG_VERSION.CREATED_AT, Instant.EPOCH)
                    .execute();
        });
    }

    private void xcom(String hash) {
        database.transactions()
                .run(db -> db.insertInto(XCOM)
                        .set(XCOM.RUN_NO, 1L)
                        .set(XCOM.TASK_ID, "train")
                        .set(XCOM.MAP_INDEX, -1)
                        .set(XCOM.KEY, hash)
                        .set(XCOM.BLOB_HASH, hash)
                        .set(XCOM.SIZE_BYTES, 1L)
                        .set(XCOM.CREATED_AT, Instant.EPOCH)
                        .execute());
    }

    private UnusedBlobs unused() {
        return new UnusedBlobs(database.transactions(), store, GRACE);
    }

    @Test
    void what_a_version_or_an_xcom_refers_to_stays_and_the_rest_goes_after_its_time() throws IOException {
        String jar = put("jar");
        String value = put("value");
        String nobody = put("nobody's");
        version(jar);
        xcom(value);
        assertThat(unused().clear()).as("it is not yet time").isEqualTo(new UnusedBlobs.Some(0, 0));

        pass(GRACE.plusSeconds(1));
        assertThat(unused().find()).isEqualTo(new UnusedBlobs.Some(1, 8));
        assertThat(unused().clear()).isEqualTo(new UnusedBlobs.Some(1, 8));

        assertThat(store.find(nobody)).isEmpty();
        assertThat(store.find(jar)).isPresent();
        assertThat(store.find(value)).isPresent();
        assertThat(unused().clear()).isEqualTo(new UnusedBlobs.Some(0, 0));
    }

    @Test
    void what_is_put_again_has_its_time_for_a_row_anew() throws IOException {
        String hash = put("value");
        pass(GRACE.plusSeconds(1));
        put("value");

        assertThat(unused().clear()).isEqualTo(new UnusedBlobs.Some(0, 0));

        xcom(hash);
        pass(GRACE.multipliedBy(5));
        assertThat(unused().clear()).isEqualTo(new UnusedBlobs.Some(0, 0));
        assertThat(store.find(hash)).isPresent();
    }

    @Test
    void a_store_that_does_not_answer_is_told_and_loses_nothing() throws IOException {
        String hash = put("nobody's");
        pass(GRACE.plusSeconds(1));
        bucket.failWith(Kind.UNREACHABLE);

        assertThatThrownBy(() -> unused().clear()).isInstanceOf(UncheckedIOException.class);

        bucket.recover();
        assertThat(store.find(hash)).isPresent();
    }
}
