package dev.rondo.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.amazon.AmazonBucket;
import dev.rondo.storage.amazon.AmazonObject;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bad line does to what is read and written: it takes longer, or fails, and is never something else. */
class FaultyS3Test {

    private static final List<Fault> FAULTS =
            List.of(Fault.LOST, Fault.ANSWER_LOST, Fault.TOO_MANY, Fault.UNAVAILABLE, Fault.HALF, Fault.TRICKLE);

    @TempDir
    private Path folder;

    private TestServer server;
    private AmazonBucket bucket;
    private Path content;
    private byte[] bytes;

    @BeforeEach
    void open() throws IOException {
        server = new TestServer();
        bucket = server.throughProxy();
        bytes = random(100_000);
        content = Files.write(folder.resolve("content"), bytes);
    }

    @AfterEach
    void close() {
        bucket.close();
        server.close();
    }

    private static byte[] random(int length) {
        byte[] random = new byte[length];
        new Random(7).nextBytes(random);
        return random;
    }

    private AmazonObject write(String name, Path from, @Nullable AmazonObject seen) throws IOException {
        bucket.replace(name, from, seen);
        return bucket.find(name).orElseThrow();
    }

    private byte[] read(AmazonObject object) throws IOException {
        try (InputStream in = bucket.read(object)) {
            return in.readAllBytes();
        }
    }

    private static void fails(Kind kind, ThrowingCallable call) {
        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "ANSWER_LOST", "TOO_MANY", "UNAVAILABLE", "TRICKLE"})
    void what_passes_is_tried_again_and_done_once(Fault fault) throws IOException {
        server.proxy().next(fault);
        bucket.replace("a", content, null);
        server.proxy().next(fault);
        AmazonObject written = bucket.find("a").orElseThrow();
        server.proxy().next(fault);
        assertThat(bucket.list("")).extracting(AmazonObject::etag).containsExactly(written.etag());
        server.proxy().next(fault);
        assertThat(read(written)).isEqualTo(bytes);
        server.proxy().next(fault);
        bucket.replace("a", Files.writeString(folder.resolve("b"), "b"), written);
        assertThat(read(bucket.find("a").orElseThrow())).isEqualTo("b".getBytes(UTF_8));

        server.proxy().next(fault);
        bucket.delete(bucket.find("a").orElseThrow());

        assertThat(bucket.list("")).isEmpty();
    }

    @Test
    void a_write_that_another_came_before_is_no_success_even_of_the_same_bytes() throws IOException {
        AmazonObject others = write("a", content, null);
        server.proxy().next(Fault.UNAVAILABLE, Fault.ANSWER_LOST);

        fails(Kind.CHANGED, () -> bucket.replace("a", content, null));

        assertThat(bucket.find("a")).contains(others);
    }

    @Test
    void bytes_that_end_half_way_are_read_on() throws IOException {
        AmazonObject written = write("a", content, null);
        server.proxy().next(Fault.HALF, Fault.LOST, Fault.HALF);

        assertThat(read(written)).isEqualTo(bytes);
    }

    @Test
    void a_line_that_breaks_again_and_again_is_told() throws IOException {
        AmazonObject written = write("a", Files.writeString(folder.resolve("one"), "1"), null);
        Fault[] half = new Fault[40];
        Arrays.fill(half, Fault.HALF); // of one byte
        server.proxy().next(half);

        fails(Kind.UNREACHABLE, () -> read(written));
    }

    @Test
    void other_bytes_than_were_written_are_told() throws IOException {
        AmazonObject written = write("a", content, null);
        server.proxy().next(Fault.DAMAGED);

        fails(Kind.UNREACHABLE, () -> read(written));

        assertThat(read(written)).isEqualTo(bytes);
    }

    @Test
    void other_bytes_are_told_also_where_the_line_broke_between() throws IOException {
        AmazonObject written = write("a", content, null);
        server.proxy().next(Fault.HALF, Fault.DAMAGED);

        fails(Kind.UNREACHABLE, () -> read(written));
    }

    @Test
    void what_is_forbidden_is_told_at_once() throws IOException {
        AmazonObject written = write("a", content, null);
        server.proxy().next(Fault.FORBIDDEN);
        fails(Kind.FORBIDDEN, () -> bucket.list(""));
        server.proxy().next(Fault.FORBIDDEN);
        fails(Kind.FORBIDDEN, () -> read(written));
        server.proxy().next(Fault.HALF, Fault.FORBIDDEN);
        fails(Kind.FORBIDDEN, () -> read(written));

        assertThat(read(written)).isEqualTo(bytes);
    }

    @Test
    void an_object_that_is_replaced_while_its_line_breaks_is_told() throws IOException {
        AmazonObject old = write("large", Files.write(folder.resolve("large"), random(6 << 20)), null);
        server.proxy().next(Fault.HALF);

        try (InputStream in = bucket.read(old)) {
            assertThat(in.readNBytes(1 << 20)).hasSize(1 << 20);
            bucket.replace("large", content, old);

            fails(Kind.CHANGED, in::readAllBytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_goes_in_parts_is_whole_and_nothing_is_left_of_it(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] large = random(11 << 20);
        Path file = Files.write(folder.resolve("large"), large);
        String name = server.newBucket();
        try (S3Bucket parts = (S3Bucket) server.named(name)) {
            S3Upload upload = parts.uploadOver(5 << 20);
            // Not the first call: an upload whose id nobody heard of is left to the rules of the bucket.
            server.proxy().next(Fault.NONE);
            server.proxy()
                    .next(random.ints(5, 0, FAULTS.size()).mapToObj(FAULTS::get).toArray(Fault[]::new));

            parts.replace("large", file, null, upload);

            AmazonObject written = parts.find("large").orElseThrow();
            assertThat(written.etag()).as("of three parts").contains("-3");
            try (InputStream in = parts.read(written)) {
                assertThat(in.readAllBytes()).isEqualTo(large);
            }
            fails(Kind.CHANGED, () -> parts.replace("large", file, null, upload));
            assertThat(server.server().openUploads()).isZero();
        }
    }

    @Test
    void a_bucket_that_is_not_there_is_missing_and_a_server_that_is_not_there_is_unreachable() throws Exception {
        try (AmazonBucket missing = server.named("not-there")) {
            fails(Kind.MISSING, () -> missing.list(""));
            fails(Kind.MISSING, () -> missing.replace("a", content, null));
        }
        server.close();

        fails(Kind.UNREACHABLE, () -> bucket.list(""));
    }
}
