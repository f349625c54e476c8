package dev.rondo.metadata.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeXComsTest {

    @TempDir
    private Path folder;

    @Test
    void many_values_are_asked_for_at_once_and_one_that_is_lost_is_not_among_them() throws IOException {
        LargeXComs large = new LargeXComs(new Slow(new FileBlobStore(folder), new CountDownLatch(3)));
        String one = large.keep("1".getBytes(UTF_8));
        String two = large.keep("2".getBytes(UTF_8));

        Map<String, String> found = large.find(List.of(one, two, one, "0".repeat(64)));

        assertThat(found).isEqualTo(Map.of(one, "1", two, "2"));
    }

    /** Answers none before all are asked for. */
    private static final class Slow extends ForwardingBlobStore {
        private final CountDownLatch asked;

        Slow(BlobStore store, CountDownLatch asked) {
            super(store);
            this.asked = asked;
        }

        @Override
        public Optional<Blob> find(String hash) throws IOException {
            asked.countDown();
            try {
                assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return super.find(hash);
        }
    }
}
