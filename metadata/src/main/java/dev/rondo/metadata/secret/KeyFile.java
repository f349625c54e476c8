package dev.rondo.metadata.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Keys in a file, such as {@code secret-keys} in the home. */
public final class KeyFile implements KeyPlace {

    private final Path file;

    public KeyFile(Path file) {
        this.file = file;
    }

    @Override
    public Optional<String> find() {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new SealException("the keys of secrets cannot be read: " + e, e);
        }
    }

    @Override
    public String keep(String made) {
        try {
            OwnersFile.makeOnce(file, made + "\n");
            return Files.readString(file);
        } catch (IOException e) {
            throw new SealException("the keys of secrets cannot be kept: " + e + "; is the home writable?", e);
        }
    }

    @Override
    public String words() {
        return file.toString();
    }
}
