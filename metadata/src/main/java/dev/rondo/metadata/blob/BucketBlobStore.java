package dev.rondo.metadata.blob;

import dev.rondo.storage.Bucket;
import dev.rondo.storage.BucketObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The store as objects of a bucket, {@code PREFIX/HH/HASH} each. */
public final class BucketBlobStore implements BlobStore {

    private final Bucket bucket;
    private final String prefix;

    /**
     * A store in the bucket.
     *
     * @param prefix what names of objects begin with: empty, or ending in {@code /}
     */
    public BucketBlobStore(Bucket bucket, String prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public void put(String hash, InputStream content) throws IOException {
        String name = nameOf(hash);
        if (bucket.find(name).isPresent()) {
            return;
        }
        // An object cannot be taken back unseen: its hash must be known before it is written.
        Path part = Files.createTempFile("rondo-blob", ".part");
        try {
            BlobHash.copy(hash, content, part);
            BucketObject ignored = bucket.write(name, part, 0);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public Optional<Blob> find(String hash) throws IOException {
        Optional<BucketObject> object = bucket.find(nameOf(hash));
        return object.isEmpty()
                ? Optional.empty()
                : Optional.of(new Blob(bucket.read(object.get()), object.get().sizeBytes()));
    }

    private String nameOf(String hash) {
        BlobHash.require(hash);
        return prefix + hash.substring(0, 2) + "/" + hash;
    }
}
