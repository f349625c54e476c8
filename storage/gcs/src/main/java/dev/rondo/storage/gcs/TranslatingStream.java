package dev.rondo.storage.gcs;

import dev.rondo.storage.BucketException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Bytes of Google's client, with its errors in Rondo's words. */
final class TranslatingStream extends FilterInputStream {

    private final Function<Exception, BucketException> translation;

    TranslatingStream(InputStream bytes, Function<Exception, BucketException> translation) {
        super(bytes);
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
            return in.read(buffer, offset, length);
        } catch (IOException | RuntimeException e) {
            throw translation.apply(e);
        }
    }
}
