package dev.rondo.storage.s3.testing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;

/** An object of {@link S3Server}. */
final class StoredBytes {

    private final byte[] bytes;
    private final String etag;
    private final Map<String, String> metadata;
    private final Instant changedAt;

    StoredBytes(byte[] bytes, String etag, Map<String, String> metadata, Instant changedAt) {
        this.bytes = bytes.clone();
        this.etag = etag;
        this.metadata = Map.copyOf(metadata);
        this.changedAt = changedAt;
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) crc.getValue())
                        .array());
    }

    byte[] bytes() {
        return bytes;
    }

    String etag() {
        return etag;
    }

    /** Headers that say what its writer gave it. */
    Map<String, String> metadata() {
        return metadata;
    }

    Instant changedAt() {
        return changedAt;
    }
}
