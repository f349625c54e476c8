package dev.rondo.metadata.secret;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

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
    public void replace(String keys) {
        try {
            OwnersFile.replace(file, keys + "\n");
        } catch (IOException e) {
            throw new SealException("the keys of secrets cannot be kept: " + e + "; is the home writable?", e);
        }
    }

    @Override
    public <T> T alone(Supplier<T> work) {
        Path beside = file.resolveSibling(file.getFileName() + ".lock"); // the file itself becomes another one
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw changing();
            }
            return work.get();
        } catch (OverlappingFileLockException e) {
            throw changing();
        } catch (IOException e) {
            throw new SealException("the keys of secrets cannot be locked: " + e + "; is the home writable?", e);
        }
    }

    private SealException changing() {
        return new SealException("another command is changing the keys in " + file + "; try again when it has ended");
    }

    @Override
    public String words() {
        return file.toString();
    }
}
