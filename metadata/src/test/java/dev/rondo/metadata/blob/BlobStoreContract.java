package dev.rondo.metadata.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of bytes by their hash does. */
abstract class BlobStoreContract {

    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    abstract BlobStore store();

    /** Names of all that the store keeps. */
    abstract List<String> kept() throws IOException;

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

    @Test
    void a_name_that_is_no_hash_is_refused() {
        assertThatThrownBy(() -> store().find("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }
}
