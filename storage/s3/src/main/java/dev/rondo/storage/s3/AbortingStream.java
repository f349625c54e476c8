package dev.rondo.storage.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/** Bytes of Amazon's client. What is not wanted any more is not waited for. */
final class AbortingStream extends FilterInputStream {

    private final ResponseInputStream<?> bytes;
    private boolean ended;

    AbortingStream(ResponseInputStream<?> bytes) {
        super(bytes);
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        ended = n < 0;
        return n;
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            super.close();
        } else {
            bytes.abort(); // to close it would be to read the rest
        }
    }
}
