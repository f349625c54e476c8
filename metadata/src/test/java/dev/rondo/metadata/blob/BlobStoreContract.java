package dev.rondo.metadata.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of bytes by their hash does. */
abstract class BlobStoreContract {

    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    abstract BlobStore store();

    /** Names of all that the store keeps. */
    abstract List<String> kept() throws IOException;

    /** The blob was put so long ago. */
    abstract void age(String hash, Duration age) throws IOException;

    private static ByteArrayInputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void what_is_put_is_found_under_its_hash() throws IOException {
        store().put(HELLO, content("hello"));

        BlobStore.Blob blob = store().find(HELLO).orElseThrow();
        try (var found = blob.content()) {
            assertThat(found).hasBinaryContent("hello".getBytes(UTF_8));
        }
        assertThat(blob.sizeBytes()).isEqualTo(5);
        assertThat(store().find("0".repeat(64))).isEmpty();
    }

    @Test
    void the_same_bytes_are_kept_once() throws IOException {
        store().put(HELLO, content("hello"));
        store().put(HELLO, content("hello"));

        assertThat(kept()).hasSize(1);
    }

    @Test
    void other_bytes_than_the_hash_says_are_refused_and_leave_nothing() throws IOException {
        assertThatThrownBy(() -> store().put(HELLO, content("hell")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("have the hash");

        assertThat(store().find(HELLO)).isEmpty();
        assertThat(kept()).isEmpty();
    }

    private List<BlobStore.Old> old(Duration age) throws IOException {
        return store().old(HELLO.substring(0, 1), store().now().minus(age));
    }

    @Test
    void what_nobody_has_put_for_so_long_is_old_and_can_be_deleted() throws IOException {
        store().put(HELLO, content("hello"));
        age(HELLO, Duration.ofDays(2));

        assertThat(old(Duration.ofDays(3))).isEmpty();
        assertThat(store().old("f", store().now().minus(Duration.ofDays(1)))).isEmpty();
        List<BlobStore.Old> old = old(Duration.ofDays(1));
        assertThat(old).extracting(BlobStore.Old::hash).containsExactly(HELLO);
        assertThat(old).extracting(BlobStore.Old::sizeBytes).containsExactly(5L);

        assertThat(old.getFirst().delete()).isTrue();
        assertThat(store().find(HELLO)).isEmpty();
        assertThat(old.getFirst().delete()).as("it is gone").isTrue();
        assertThat(old(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void what_is_put_again_is_not_old() throws IOException {
        store().put(HELLO, content("hello"));
        age(HELLO, Duration.ofDays(2));

        store().put(HELLO, content("hello"));

        assertThat(old(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void what_is_put_again_after_it_was_listed_is_not_deleted() throws IOException {
        store().put(HELLO, content("hello"));
        age(HELLO, Duration.ofDays(2));
        List<BlobStore.Old> old = old(Duration.ofDays(1));

        store().put(HELLO, content("hello"));

        assertThat(old.getFirst().delete()).isFalse();
        assertThat(store().find(HELLO)).isPresent();
        assertThat(old(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void to_keep_a_blob_that_is_there_is_to_put_it() throws IOException {
        assertThat(store().keep(HELLO)).isFalse();
        store().put(HELLO, content("hello"));
        age(HELLO, Duration.ofDays(2));

        assertThat(store().keep(HELLO)).isTrue();

        assertThat(old(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void an_empty_store_has_nothing_old() throws IOException {
        assertThat(old(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void a_name_that_is_no_hash_is_refused() {
        assertThatThrownBy(() -> store().find("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }
}
