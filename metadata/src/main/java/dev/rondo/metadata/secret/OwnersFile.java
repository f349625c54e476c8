package dev.rondo.metadata.secret;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that their owner alone may read. */
public final class OwnersFile {

    private OwnersFile() {}

    /** Makes a file with this text, whole or not at all; one that is there already stays as it is. */
    public static void makeOnce(Path file, String text) throws IOException {
        Path part = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "secret",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(part, text);
            Files.createLink(file, part); // fails when another process was first, which a rename would not
        } catch (FileAlreadyExistsException e) {
            // The other one's text is as good.
        } finally {
            Files.delete(part);
        }
    }
}
