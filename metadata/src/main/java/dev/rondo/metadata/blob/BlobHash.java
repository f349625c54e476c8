package dev.rondo.metadata.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names of blobs: the SHA-256 of their bytes in lower case hex. */
final class BlobHash {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private BlobHash() {}

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws IllegalArgumentException when it is none */
    static void require(String hash) {
        if (!isOne(hash)) {
            throw new IllegalArgumentException("not a SHA-256 in lower case hex: '" + hash + "'");
        }
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /**
     * Copies the bytes to a file, and closes the stream.
     *
     * @throws IOException when they have another hash
     */
    static void copy(String hash, InputStream content, Path file) throws IOException {
        MessageDigest digest = sha256();
        try (DigestInputStream in = new DigestInputStream(content, digest)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(hash)) {
            throw new IOException("the bytes that were to be kept as " + hash + " have the hash " + found);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256, this one does not", e);
        }
    }
}
