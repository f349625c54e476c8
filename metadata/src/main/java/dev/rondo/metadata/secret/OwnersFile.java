package dev.rondo.metadata.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;

/** Files that their owner alone may read. */
public final class OwnersFile {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Set<PosixFilePermission> OTHERS_READ =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private OwnersFile() {}

    /**
     * Writes a file whole or not at all: a new one for its owner alone, one that is there with the rights it has. What
     * is no file, such as {@code /dev/stdout}, is written to as it is.
     */
    public static void replace(Path file, String text) throws IOException {
        boolean there = Files.exists(file);
        if (there && !Files.isRegularFile(file)) {
            Files.writeString(file, text);
            return;
        }
        Path target = there ? file.toRealPath() : file.toAbsolutePath();
        Path folder = folderOf(target);
        Path part = Files.createTempFile(folder, "rondo", ".part", OWNER_ONLY);
        try {
            write(part, text);
            if (there) {
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Whether others than its owner may read a file; of what is no file nobody can say. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        return Files.isRegularFile(file) && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS_READ);
    }

    /**
     * Makes a file with this text, whole or not at all, also after a power cut; one that is there already stays as it
     * is.
     */
    public static void makeOnce(Path file, String text) throws IOException {
        Path folder = folderOf(file.toAbsolutePath());
        Path part = Files.createTempFile(folder, "secret", ".part", OWNER_ONLY);
        try {
            write(part, text);
            Files.createLink(file, part); // fails when another process was first, which a rename would not
            force(folder);
        } catch (FileAlreadyExistsException e) {
            // The other one's text is as good.
        } finally {
            Files.delete(part);
        }
    }

    private static Path folderOf(Path absolute) {
        return Objects.requireNonNull(absolute.getParent());
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(/* metaData= */ true);
        }
    }

    /** A name is durable when its folder is. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(/* metaData= */ true);
        }
    }
}
