package dev.rondo.metadata.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketObject;
import dev.rondo.storage.testing.MemoryBucket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketBlobStoreTest extends BlobStoreContract {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final MemoryBucket bucket = new MemoryBucket();

    @Override
    BlobStore store() {
        return new BucketBlobStore(bucket, "store/");
    }

    @Override
    List<String> kept() throws IOException {
        return bucket.list("").stream().map(BucketObject::name).toList();
    }

    @Override
    void age(String hash, Duration age) {
        bucket.setTime(Instant.EPOCH.plus(age));
    }

    @Test
    void names_lie_below_the_prefix() throws IOException {
        store().put(EMPTY, new ByteArrayInputStream(new byte[0]));

        assertThat(kept()).containsExactly("store/e3/" + EMPTY);
    }

    @Test
    void half_of_a_blob_is_an_error() throws IOException {
        String hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        store().put(hello, new ByteArrayInputStream("hello".getBytes(UTF_8)));
        bucket.damage();

        try (var content = store().find(hello).orElseThrow().content()) {
            assertThatExceptionOfType(BucketException.class).isThrownBy(content::readAllBytes);
        }
    }

    @Test
    void one_listing_in_parts_asks_the_bucket_for_its_time_once() throws IOException {
        Instant before = store().now();
        long touched = bucket.find("store/.clock").orElseThrow().metageneration();
        for (String first : List.of("0", "1", "2")) {
            assertThat(store().old(first, before)).isEmpty();
        }

        assertThat(bucket.find("store/.clock").orElseThrow().metageneration()).isEqualTo(touched);
        bucket.setTime(Instant.EPOCH.plusSeconds(9));
        assertThat(store().now()).isEqualTo(Instant.EPOCH.plusSeconds(9));
    }
}
