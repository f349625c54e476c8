package dev.rondo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.amazon.AmazonBucket;
import dev.rondo.storage.amazon.AmazonObject;
import dev.rondo.storage.server.testing.FaultyFileBucketContract;
import dev.rondo.storage.server.testing.FaultyProxy;
import dev.rondo.storage.server.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Amazon's client over a bad line. */
class FaultyS3Test extends FaultyFileBucketContract<AmazonObject> {

    private static final List<Fault> FAULTS =
            List.of(Fault.LOST, Fault.ANSWER_LOST, Fault.TOO_MANY, Fault.UNAVAILABLE, Fault.HALF, Fault.TRICKLE);

    private TestServer server;
    private AmazonBucket bucket;

    @BeforeEach
    void open() throws IOException {
        server = new TestServer();
        bucket = server.throughProxy();
    }

    @AfterEach
    void close() {
        bucket.close();
        server.close();
    }

    @Override
    protected FaultyProxy proxy() {
        return server.proxy();
    }

    @Override
    protected AmazonBucket bucket() {
        return bucket;
    }

    @Override
    protected AmazonBucket named(String name) throws IOException {
        return server.named(name);
    }

    @Override
    protected void stopServer() {
        server.close();
    }

    @Test
    void a_write_that_another_came_before_is_no_success_even_of_the_same_bytes() throws IOException {
        AmazonObject others = write("a", content(), null);
        server.proxy().next(Fault.UNAVAILABLE, Fault.ANSWER_LOST);

        fails(Kind.CHANGED, () -> bucket.replace("a", content(), null));

        assertThat(bucket.find("a")).contains(others);
    }

    @Test
    void bytes_that_end_half_way_are_read_on() throws IOException {
        AmazonObject written = write("a", content(), null);
        server.proxy().next(Fault.HALF, Fault.LOST, Fault.HALF);

        assertThat(read(written)).isEqualTo(bytes());
    }

    @Test
    void a_line_that_breaks_again_and_again_is_told() throws IOException {
        AmazonObject written = write("a", Files.writeString(folder().resolve("one"), "1"), null);
        Fault[] half = new Fault[40];
        Arrays.fill(half, Fault.HALF); // of one byte
        server.proxy().next(half);

        fails(Kind.UNREACHABLE, () -> read(written));
    }

    @Test
    void other_bytes_are_told_also_where_the_line_broke_between() throws IOException {
        AmazonObject written = write("a", content(), null);
        server.proxy().next(Fault.HALF, Fault.DAMAGED);

        fails(Kind.UNREACHABLE, () -> read(written));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_goes_in_parts_is_whole_and_nothing_is_left_of_it(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] large = random(11 << 20);
        Path file = Files.write(folder().resolve("large"), large);
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
}
