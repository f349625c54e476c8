package dev.rondo.cli.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.BucketUri;
import dev.rondo.storage.testing.MemoryBucket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DAG file goes into a bucket whole, and over none but the one that was looked at. */
class BucketTargetTest {

    private static final BucketUri PLACE = BucketUri.parse("gs://bucket/dags");
    private static final String NAME = "dags/Train.java";

    private final MemoryBucket bucket = new MemoryBucket();

    @TempDir
    private Path folder;

    private DagFile file = new DagFile(Path.of(""), "", "");

    @BeforeEach
    void write() throws IOException {
        file = DagFile.of(Files.writeString(folder.resolve("Train.java"), "mine"));
    }

    private BucketTarget target() throws IOException {
        return new BucketTarget(bucket, PLACE, bucket.find(NAME));
    }

    private String there() throws IOException {
        try (InputStream in = bucket.read(bucket.find(NAME).orElseThrow())) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private void refused(BucketTarget target, ExitCode code, String words) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> target.put(file))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(code));
    }

    @Test
    void a_file_is_put_where_none_was_and_over_the_one_that_was_seen() throws IOException {
        target().put(file);
        assertThat(there()).isEqualTo("mine");

        file = DagFile.of(Files.writeString(folder.resolve("Train.java"), "newer"));
        target().put(file);

        assertThat(there()).isEqualTo("newer");
        assertThat(bucket.list("")).extracting(BucketObject::name).containsExactly(NAME);
        assertThat(target().bundle()).contains("gs://bucket/dags");
    }

    @Test
    void what_somebody_else_put_there_meanwhile_stays_and_is_told() throws IOException {
        BucketTarget none = target();
        bucket.put(NAME, "theirs".getBytes(UTF_8));
        refused(none, ExitCode.REFUSED, "somebody else has put another Train.java there at 1970-01-01T00:00:00Z");

        BucketTarget seen = target();
        bucket.put(NAME, "theirs too".getBytes(UTF_8));
        refused(seen, ExitCode.REFUSED, "nothing was done");
        assertThat(there()).isEqualTo("theirs too");
    }

    @Test
    void what_somebody_else_deleted_meanwhile_stays_deleted() throws IOException {
        bucket.put(NAME, "theirs".getBytes(UTF_8));
        BucketTarget seen = target();
        bucket.remove(NAME);

        refused(seen, ExitCode.REFUSED, "somebody else has deleted the Train.java");
        assertThat(bucket.list("")).isEmpty();
    }

    @Test
    void a_file_that_has_changed_since_it_was_checked_is_not_put_there() throws IOException {
        BucketTarget target = target();
        Files.writeString(file.path(), "built anew");

        refused(target, ExitCode.REFUSED, "has changed since it was checked");
        assertThat(bucket.list("")).isEmpty();
    }

    @Test
    void a_bucket_that_is_forbidden_or_away_is_told_by_its_code() throws IOException {
        BucketTarget target = target();
        bucket.failWith(Kind.FORBIDDEN);
        refused(target, ExitCode.NO_PERMISSION, "Train.java is not put into gs://bucket/dags");

        bucket.failWith(Kind.UNREACHABLE);
        refused(target, ExitCode.UNAVAILABLE, "as the test wants it");
    }
}
