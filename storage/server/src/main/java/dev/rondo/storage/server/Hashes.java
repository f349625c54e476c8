package dev.rondo.storage.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What is known of bytes.
 *
 * @param crc32c base64 of the four bytes, the highest first
 * @param md5 base64
 */
record Hashes(long size, String crc32c, String md5) {

    static Hashes of(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        MessageDigest md5 = newMd5();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                md5.update(buffer, 0, n);
                size += n;
            }
        }
        byte[] four = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        return new Hashes(
                size,
                Base64.getEncoder().encodeToString(four),
                Base64.getEncoder().encodeToString(md5.digest()));
    }

    private static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5, this one does not", e);
        }
    }

    /**
     * Compares with what the writer says of its bytes.
     *
     * @throws ApiError when it says something else
     */
    void require(Optional<String> saidCrc32c, Optional<String> saidMd5) {
        saidCrc32c.ifPresent(said -> same("CRC32C", said, crc32c));
        saidMd5.ifPresent(said -> same("MD5 hash", said, md5));
    }

    private static void same(String what, String said, String found) {
        if (!said.equals(found)) {
            throw ApiError.invalid(
                    "Provided " + what + " \"" + said + "\" doesn't match calculated " + what + " \"" + found + "\".");
        }
    }

    /** The hash of that name in a header {@code x-goog-hash: crc32c=…,md5=…}. */
    static Optional<String> inHeader(String header, String name) {
        for (String each : header.split(",")) {
            if (each.strip().startsWith(name + "=")) {
                return Optional.of(each.strip().substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }
}
