package dev.rondo.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** The bytes of an object, compared with what is known of them before their end is told. */
public final class CheckedStream extends FilterInputStream {

    private final BucketObject object;
    private final CRC32C crc = new CRC32C();
    private long read;

    /** Checks what the stream gives. */
    public CheckedStream(BucketObject object, InputStream in) {
        super(in);
        this.object = object;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        if (n >= 0) {
            crc.update(buffer, offset, n);
            read += n;
        } else if (read != object.sizeBytes() || (int) crc.getValue() != object.crc32c()) {
            throw new BucketException(
                    BucketException.Kind.UNREACHABLE,
                    "of " + object.name() + " came " + read + " bytes with CRC-32C "
                            + Integer.toHexString((int) crc.getValue()) + " in place of " + object.sizeBytes()
                            + " with "
                            + Integer.toHexString(object.crc32c()) + "; it is read again",
                    null);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 1 << 16)).length; // what is skipped is checked too
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
