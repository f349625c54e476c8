package dev.rondo.metadata.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Says "I use this server" for as long as its process lives: a file in {@code users}, locked, named after the process.
 * The kernel drops the lock of a killed process, so nothing here is judged by pid numbers, which containers reuse.
 *
 * <p>To be used under the start lock only: between its creation and its locking a mark looks dead.
 */
final class UserMark implements AutoCloseable {

    /** Tells our own marks apart: probing the lock of one would drop it. */
    private static final String THIS_JVM = ProcessHandle.current().pid() + "-"
            + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());

    private final Path file;
    private final FileChannel channel;

    private UserMark(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static UserMark create(Path folder) {
        try {
            Path file = Files.createTempFile(folder, THIS_JVM + "-", "");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new IOException("the new file " + file + " is locked by another process");
            }
            return new UserMark(file, channel);
        } catch (IOException e) {
            throw IoFailure.explained("mark the use of the server in " + folder, e);
        }
    }

    /** The processes whose mark lives, and removes the marks of the dead. */
    static List<Long> livingPids(Path folder) {
        List<Long> living = new ArrayList<>();
        try (DirectoryStream<Path> marks = Files.newDirectoryStream(folder)) {
            for (Path mark : marks) {
                String name = String.valueOf(mark.getFileName());
                if (name.startsWith(THIS_JVM) || isLocked(mark)) {
                    living.add(Long.parseLong(name.substring(0, name.indexOf('-'))));
                } else {
                    Files.delete(mark);
                }
            }
        } catch (IOException e) {
            throw IoFailure.explained("list the users of the server in " + folder, e);
        }
        return living;
    }

    private static boolean isLocked(Path mark) throws IOException {
        try (FileChannel channel = FileChannel.open(mark, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            throw IoFailure.explained("remove " + file, e);
        }
    }
}
