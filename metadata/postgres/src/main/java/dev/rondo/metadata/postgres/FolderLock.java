package dev.rondo.metadata.postgres;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One process at a time, one thread at a time: for steps that must not overlap (unpacking, initialising, starting,
 * stopping). The kernel frees it when its holder dies.
 */
final class FolderLock implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(20);

    /** 2 min: the longest legitimate holder unpacks and initialises on a slow disk, some 20 s. */
    private static final int STEPS = 6000;

    /**
     * A file lock belongs to the JVM, and closing any channel on the file drops it; so threads of one JVM must queue
     * before they open the file. Guards nothing else; always taken before the file lock.
     */
    private static final ReentrantLock THREADS_OF_THIS_JVM = new ReentrantLock();

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock acquire(Path file, Pause pause) {
        THREADS_OF_THIS_JVM.lock();
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                waitFor(channel, file, pause);
                return new FolderLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            THREADS_OF_THIS_JVM.unlock();
            throw IoFailure.explained("lock " + file, e);
        } catch (RuntimeException e) {
            THREADS_OF_THIS_JVM.unlock();
            throw e;
        }
    }

    private static void waitFor(FileChannel channel, Path file, Pause pause) throws IOException {
        for (int step = 0; step < STEPS; step++) {
            if (channel.tryLock() != null) {
                noteHolder(channel);
                return;
            }
            Waits.pause(pause, STEP, "waiting for " + file);
        }
        throw new EmbeddedPostgresException(
                Problem.HOME_IN_USE,
                "embedded postgresql: process " + Files.readString(file).strip() + " has held " + file
                        + " for 2 min, so it is still starting or stopping the server there; wait for it or end it");
    }

    private static void noteHolder(FileChannel channel) throws IOException {
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw IoFailure.explained("unlock", e);
        } finally {
            THREADS_OF_THIS_JVM.unlock();
        }
    }
}
