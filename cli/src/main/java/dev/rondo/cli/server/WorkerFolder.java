package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one worker has for itself, for jars, logs on their way and work folders. Workers on one home take
 * {@code worker}, {@code worker-2} and so on; the operating system gives the folder back when a process dies.
 */
final class WorkerFolder implements AutoCloseable {

    // More workers than that on one machine have no use: one has up to 1,000 slots.
    private static final int MOST = 100;

    private final Path folder;
    private final FileChannel channel;

    private WorkerFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the first that nobody has.
     *
     * @throws CommandException when the home cannot be written
     */
    static WorkerFolder take(Home home) {
        for (int number = 1; number <= MOST; number++) {
            Path folder = home.folder().resolve(number == 1 ? "worker" : "worker-" + number);
            try {
                Files.createDirectories(folder);
                FileChannel channel = FileChannel.open(
                        folder.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (tryLock(channel) != null) {
                    return new WorkerFolder(folder, channel);
                }
                channel.close();
            } catch (IOException e) {
                throw new CommandException(
                        ExitCode.CANT_CREATE,
                        "cannot write to " + folder + " (" + e.getMessage()
                                + "); give the user rights to it, or set RONDO_HOME to another folder",
                        e);
            }
        }
        throw new CommandException(
                ExitCode.REFUSED,
                MOST + " workers run on " + home.folder() + " already; give the next another RONDO_HOME");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very JVM has it
        }
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        channel.close(); // and with it its lock
    }
}
