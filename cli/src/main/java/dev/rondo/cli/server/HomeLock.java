package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second standalone from one home. The operating system gives the lock back when a process dies. */
final class HomeLock implements AutoCloseable {

    private final Home home;
    private final FileChannel channel;
    private final FileLock lock;

    private HomeLock(Home home, FileChannel channel, FileLock lock) {
        this.home = home;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the home.
     *
     * @throws CommandException when somebody runs there (it says who), or the home cannot be written
     */
    static HomeLock take(Home home) {
        try {
            Files.createDirectories(home.folder());
            FileChannel channel = FileChannel.open(
                    home.folder().resolve("standalone.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new CommandException(
                        ExitCode.REFUSED,
                        "Rondo runs on " + home.folder() + " already: " + whoRuns(home)
                                + ". Use that one, stop it, or start another with RONDO_HOME set to another folder");
            }
            return new HomeLock(home, channel, lock);
        } catch (AccessDeniedException e) {
            throw notWritable(home.folder(), "no permission", e);
        } catch (IOException e) {
            throw notWritable(home.folder(), String.valueOf(e.getMessage()), e);
        }
    }

    private static CommandException notWritable(Path folder, String why, Exception cause) {
        return new CommandException(
                ExitCode.CANT_CREATE,
                "cannot write to " + folder + " (" + why
                        + "); give the user rights to it, or set RONDO_HOME to another folder",
                cause);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very JVM has it
        }
    }

    private static String whoRuns(Home home) {
        try {
            return Files.readString(home.serverFile()).strip();
        } catch (NoSuchFileException e) {
            return "it is just starting";
        } catch (IOException e) {
            return "it does not say where";
        }
    }

    /** Says who runs here. */
    void say(String who) throws IOException {
        Files.writeString(home.serverFile(), who + "\n");
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(home.serverFile());
            lock.release();
            channel.close();
        } catch (IOException e) {
            // The end of the process gives the lock back anyhow.
        }
    }
}
