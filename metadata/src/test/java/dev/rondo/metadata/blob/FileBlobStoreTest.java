package dev.rondo.metadata.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest {

    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    private Path folder;

    private BlobStore store;

    @BeforeEach
    void open() {
        store = new FileBlobStore(folder);
    }

    @Test
    void what_is_put_is_found_under_its_hash() throws IOException {
        store.put(HELLO, content("hello"));

        try (var found = store.find(HELLO).orElseThrow().content()) {
            assertThat(found).hasBinaryContent("hello".getBytes(UTF_8));
        }
        assertThat(store.find("0".repeat(64))).isEmpty();
    }

    @Test
    void other_bytes_than_the_hash_says_are_refused_and_leave_nothing() throws IOException {
        assertThatThrownBy(() -> store.put(HELLO, content("hell")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("have the hash");

        assertThat(store.find(HELLO)).isEmpty();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void a_name_that_is_no_hash_is_refused() {
        assertThatThrownBy(() -> store.find("../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteArrayInputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
