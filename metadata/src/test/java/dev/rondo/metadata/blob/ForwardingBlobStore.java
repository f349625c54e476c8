package dev.rondo.metadata.blob;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Passes everything on to another store; a test says what it does otherwise. */
public class ForwardingBlobStore implements BlobStore {

    private final BlobStore store;

    public ForwardingBlobStore(BlobStore store) {
        this.store = store;
    }

    @Override
    public Optional<Blob> find(String hash) throws IOException {
        return store.find(hash);
    }

    @Override
    public void put(String hash, InputStream content) throws IOException {
        store.put(hash, content);
    }

    @Override
    public boolean keep(String hash) throws IOException {
        return store.keep(hash);
    }

    @Override
    public Instant now() throws IOException {
        return store.now();
    }

    @Override
    public List<Old> old(String first, Instant before) throws IOException {
        return store.old(first, before);
    }
}
