package dev.rondo.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.amazon.AmazonObject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResumedStreamTest {

    private static final byte[] BYTES = "0123456789".getBytes(UTF_8);
    private static final AmazonObject OBJECT =
            new AmazonObject("a", "\"etag\"", BYTES.length, Optional.empty(), Instant.EPOCH);

    private final List<Long> opened = new ArrayList<>();

    /** A line that gives so many bytes, and ends early or with an error. */
    private InputStream line(long from, int bytes, boolean error) {
        opened.add(from);
        return new FilterInputStream(new ByteArrayInputStream(BYTES, (int) from, bytes)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = in.read(buffer, offset, length);
                if (n < 0 && error) {
                    throw new BucketException(Kind.UNREACHABLE, "reset", null);
                }
                return n;
            }
        };
    }

    @Test
    void what_comes_in_many_lines_is_whole() throws IOException {
        try (ResumedStream in = new ResumedStream(OBJECT, from -> line(from, 1, from % 2 == 0))) {
            assertThat(in.readAllBytes()).isEqualTo(BYTES);
        }
        assertThat(opened).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void lines_without_a_byte_are_told_in_the_end() throws IOException {
        try (ResumedStream in = new ResumedStream(OBJECT, from -> line(from, from == 0 ? 3 : 0, false))) {
            assertThatExceptionOfType(BucketException.class)
                    .isThrownBy(in::readAllBytes)
                    .withMessageContaining("of a came 3 bytes")
                    .withMessageContaining("in place of 10");
        }
        assertThat(opened).containsExactly(0L, 3L, 3L, 3L, 3L);
    }

    @Test
    void more_bytes_than_were_written_are_told() throws IOException {
        AmazonObject shorter = new AmazonObject("a", "\"etag\"", 4, Optional.empty(), Instant.EPOCH);
        try (ResumedStream in = new ResumedStream(shorter, from -> line(from, 6, false))) {
            assertThatExceptionOfType(BucketException.class).isThrownBy(in::readAllBytes);
        }
    }
}
