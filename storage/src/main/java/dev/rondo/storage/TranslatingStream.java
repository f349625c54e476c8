package dev.rondo.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** Bytes of a cloud's client, with its errors in Rondo's words. */
public final class TranslatingStream extends FilterInputStream {

    private final Function<Exception, BucketException> translation;

    /** The bytes of a stream; what it throws while they are read is translated. */
    public TranslatingStream(InputStream bytes, Function<Exception, BucketException> translation) {
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
