package dev.rondo.runtime.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is appended to also by threads that are interrupted. A {@link FileChannel} is closed by the interrupt of
 * a thread that writes to it, and a body that was told to stop would say its last words to nobody. The interrupt stays:
 * only the writing does not heed it. Not safe for use by several threads at once.
 */
final class LogFile implements WritableByteChannel {

    private final Path path;
    private FileChannel channel;

    private LogFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens it, or makes it. A writer that was killed may have left half a line; it is kept as a line of its own. */
    static LogFile open(Path path) throws IOException {
        boolean cut = endsInsideLine(path);
        LogFile file = new LogFile(path, append(path));
        if (cut) {
            int ignored = file.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return file;
    }

    private static boolean endsInsideLine(Path path) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() == 0) {
                return false;
            }
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }

    private static FileChannel append(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int before = source.position();
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    int ignored = channel.write(source);
                    return source.position() - before;
                } catch (ClosedByInterruptException e) { // the buffer knows what was written all the same
                    channel = append(path);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
