package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.metadata.secret.OwnersFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A secret in a file that its owner alone may read. */
final class SecretFile {

    private static final int SECRET_BYTES = 32;

    private SecretFile() {}

    /** The secret in the file; made when there is none. Two processes that make it at once agree on one. */
    static String readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new CommandException(ExitCode.CONFIG, file + " is empty; delete it and start again");
            }
            return secret;
        } catch (IOException e) {
            throw new CommandException(ExitCode.CANT_CREATE, "cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        OwnersFile.makeOnce(file, HexFormat.of().formatHex(bytes) + "\n");
    }
}
