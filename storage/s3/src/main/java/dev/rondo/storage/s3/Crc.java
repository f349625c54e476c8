package dev.rondo.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** CRC-32C as S3 writes it. */
final class Crc {

    private static final int BUFFER = 1 << 16;

    private Crc() {}

    /** Of the whole object, where it is that: {@code …-3} is one of the checksums of three parts. */
    static Optional<Integer> ofWhole(@Nullable String said) {
        return Optional.ofNullable(said)
                .filter(text -> !text.contains("-"))
                .map(text -> ByteBuffer.wrap(Base64.getDecoder().decode(text)).getInt());
    }

    static String of(Path content) {
        CRC32C crc = new CRC32C();
        try (InputStream in = Files.newInputStream(content)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + content, e);
        }
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }
}
