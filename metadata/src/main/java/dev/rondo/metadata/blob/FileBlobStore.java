package dev.rondo.metadata.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The store as files of one folder, which every process that writes or reads it must see. */
public final class FileBlobStore implements BlobStore {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;

    /** A store in the folder, which is made when needed. */
    public FileBlobStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public void put(String hash, InputStream content) throws IOException {
        Path target = fileOf(hash);
        if (Files.exists(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path part = Files.createTempFile(target.getParent(), "blob", ".part");
        try {
            MessageDigest digest = sha256();
            try (DigestInputStream in = new DigestInputStream(content, digest)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(hash)) {
                throw new IOException("the bytes that were to be kept as " + hash + " have the hash " + found);
            }
            // The bytes must be on disk before the name is: after a power loss the name never stands for half of them.
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public Optional<Blob> find(String hash) throws IOException {
        Path file = fileOf(hash);
        try {
            return Optional.of(new Blob(Files.newInputStream(file), Files.size(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path fileOf(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in lower case hex: '" + hash + "'");
        }
        return folder.resolve(hash.substring(0, 2)).resolve(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256, this one does not", e);
        }
    }
}
