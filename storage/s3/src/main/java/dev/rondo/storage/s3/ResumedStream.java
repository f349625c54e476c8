package dev.rondo.storage.s3;

import dev.rondo.storage.BucketException;
import dev.rondo.storage.BucketException.Kind;
import dev.rondo.storage.amazon.AmazonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one version of an object, read on from where a line broke, and compared with what is known of them
 * before their end is told.
 */
final class ResumedStream extends InputStream {

    // So many lines in a row that broke before a byte came are enough.
    private static final int MAX_BROKEN = 4;

    private final AmazonObject object;
    private final Opening opening;
    private final CRC32C crc = new CRC32C();
    private @Nullable InputStream line;
    private long read;
    private int broken;

    /** Opens the bytes from an offset on. */
    interface Opening {
        InputStream from(long offset) throws BucketException;
    }

    ResumedStream(AmazonObject object, Opening opening) {
        this.object = object;
        this.opening = opening;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        for (; ; ) {
            InputStream bytes = line();
            try {
                int n = bytes.read(buffer, offset, length);
                if (n > 0) {
                    crc.update(buffer, offset, n);
                    read += n;
                    broken = 0;
                    return n;
                }
                if (read >= object.sizeBytes()) {
                    requireWhole();
                    return -1;
                }
                breakLine(null);
            } catch (BucketException e) {
                if (e.kind() != Kind.UNREACHABLE || read >= object.sizeBytes()) {
                    throw e;
                }
                breakLine(e);
            }
        }
    }

    private InputStream line() throws BucketException {
        InputStream known = line;
        if (known == null) {
            known = opening.from(read);
            line = known;
        }
        return known;
    }

    private void breakLine(@Nullable BucketException why) throws IOException {
        closeLine();
        if (++broken > MAX_BROKEN) {
            throw why != null ? why : notWhole();
        }
    }

    private void requireWhole() throws BucketException {
        boolean good =
                object.crc32c().map(known -> known == (int) crc.getValue()).orElse(true);
        if (read != object.sizeBytes() || !good) {
            throw notWhole();
        }
    }

    private BucketException notWhole() {
        return new BucketException(
                Kind.UNREACHABLE,
                "of " + object.name() + " came " + read + " bytes with CRC-32C "
                        + Integer.toHexString((int) crc.getValue()) + " in place of " + object.sizeBytes()
                        + object.crc32c()
                                .map(known -> " with " + Integer.toHexString(known))
                                .orElse("")
                        + "; read it again",
                null);
    }

    private void closeLine() throws IOException {
        InputStream known = line;
        line = null;
        if (known != null) {
            known.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeLine();
    }
}
