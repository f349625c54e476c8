package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Messages over one socket, each with its length before it. One thread reads while any number send. */
public final class HostLink implements AutoCloseable {

    // Results travel over this pipe too; a value beyond the XCom cap is refused before it is sent.
    private static final int MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

    private static final int READ_BUFFER_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final Wire wire = new Wire(HostForms.ALL);
    // Guards writing: a message goes out whole.
    private final ReentrantLock sending = new ReentrantLock();
    private final ByteBuffer in = ByteBuffer.allocate(READ_BUFFER_BYTES).flip();

    public HostLink(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Sends a message; returns when the operating system has it. A thread that is interrupted already, such as that of
     * a body that was cancelled and says so once more, sends all the same and stays interrupted: a channel would close.
     */
    public void send(HostMessage message) throws IOException {
        byte[] bytes = wire.encode((Record) message);
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + bytes.length);
        frame.putInt(bytes.length).put(bytes).flip();
        boolean interrupted = Thread.interrupted();
        sending.lock();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } finally {
            sending.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The next message; null when the other side has closed. */
    public @Nullable HostMessage receive() throws IOException {
        if (!fill(Integer.BYTES)) {
            return null;
        }
        int length = in.getInt();
        if (length < 0 || length > MAX_MESSAGE_BYTES) {
            throw new IOException("a message of " + length + " bytes on the pipe of a task host");
        }
        byte[] bytes = new byte[length];
        int have = Math.min(length, in.remaining());
        in.get(bytes, 0, have);
        ByteBuffer rest = ByteBuffer.wrap(bytes, have, length - have);
        while (rest.hasRemaining()) {
            if (channel.read(rest) < 0) {
                throw new EOFException("the pipe of a task host ended inside a message");
            }
        }
        return wire.decode(bytes, HostMessage.class);
    }

    private boolean fill(int bytes) throws IOException {
        while (in.remaining() < bytes) {
            in.compact();
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
