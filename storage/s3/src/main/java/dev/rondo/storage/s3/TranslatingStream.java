package dev.rondo.storage.s3;

import dev.rondo.storage.BucketException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseInputStream;

/** Bytes of Amazon's client, with its errors in Rondo's words. What is not wanted any more is not waited for. */
final class TranslatingStream extends FilterInputStream {

    private final ResponseInputStream<?> bytes;
    private final Function<Exception, BucketException> translation;
    private boolean ended;

    TranslatingStream(ResponseInputStream<?> bytes, Function<Exception, BucketException> translation) {
        super(bytes);
        this.bytes = bytes;
        this.translation = translation;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int n = in.read(buffer, offset, length);
            ended = n < 0;
            return n;
        } catch (IOException | RuntimeException e) {
            throw translation.apply(e);
        }
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
