package dev.rondo.runtime.data;

import dev.rondo.sdk.data.DataEntry;
import dev.rondo.sdk.data.DataPath;
import dev.rondo.sdk.data.DataWriting;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A name in a place. */
final class PlacedPath implements DataPath {

    private static final int BUFFER = 1 << 16;

    private final FilePlace place;
    private final String whole;

    /** A name in that place; empty: all of the place. */
    PlacedPath(FilePlace place, String whole) {
        this.place = place;
        this.whole = whole;
    }

    @Override
    public String name() {
        return whole.substring(whole.lastIndexOf('/') + 1);
    }

    @Override
    public DataPath resolve(String below) {
        String name = FileNames.prefixOf(whole) + FileNames.require(below, below);
        return new PlacedPath(place, FileNames.require(name, place.told(name)));
    }

    @Override
    public Optional<DataEntry> find() throws IOException {
        return whole.isEmpty() ? Optional.empty() : place.find(whole);
    }

    @Override
    public List<DataPath> list() throws IOException {
        return place.list(FileNames.prefixOf(whole)).stream()
                .<DataPath>map(name -> new PlacedPath(place, name))
                .toList();
    }

    @Override
    public InputStream newInputStream() throws IOException {
        return place.read(whole);
    }

    @Override
    public void write(DataWriting writing) throws IOException {
        boolean ignored = place.write(whole, writing, false);
    }

    @Override
    public boolean writeNew(DataWriting writing) throws IOException {
        return place.write(whole, writing, true);
    }

    @Override
    public String sha256() throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = newInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean delete() throws IOException {
        return place.delete(whole);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlacedPath path && path.place.equals(place) && path.whole.equals(whole);
    }

    @Override
    public int hashCode() {
        return Objects.hash(place, whole);
    }

    @Override
    public String toString() {
        return place.shown(whole);
    }
}
