package dev.rondo.metadata.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.storage.Together;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values between tasks that are too large for the tables, in the store. */
public final class LargeXComs {

    private final BlobStore store;

    public LargeXComs(BlobStore store) {
        this.store = store;
    }

    /**
     * Keeps a value.
     *
     * @param json in UTF-8
     * @return its hash, under which the tables name it
     */
    public String keep(byte[] json) throws IOException {
        String hash = BlobHash.of(json);
        store.put(hash, new ByteArrayInputStream(json));
        return hash;
    }

    /** The values of these hashes, JSON, by their hashes; of one that the store has no more there is none. */
    public Map<String, String> find(List<String> hashes) throws IOException {
        List<String> each = hashes.stream().distinct().toList();
        // Some 100 ms each from a bucket, of which a task may ask for a thousand, and it waits half a minute.
        List<Optional<String>> found = Together.each(each, this::find);
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < each.size(); i++) {
            String hash = each.get(i);
            found.get(i).ifPresent(value -> values.put(hash, value));
        }
        return values;
    }

    /** The value of that hash, JSON; empty: the store has it no more. */
    public Optional<String> find(String hash) throws IOException {
        Optional<BlobStore.Blob> blob = store.find(hash);
        if (blob.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream content = blob.get().content()) {
            return Optional.of(new String(content.readAllBytes(), UTF_8));
        }
    }
}
