package dev.rondo.runtime.host;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Takes bytes and keeps none. */
final class NoChannel implements WritableByteChannel {

    @Override
    public int write(ByteBuffer bytes) {
        int length = bytes.remaining();
        bytes.position(bytes.limit());
        return length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // there is nothing behind it
    }
}
