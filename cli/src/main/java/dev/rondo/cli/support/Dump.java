package dev.rondo.cli.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The ZIP file in the making. An entry that cannot be had does not stop the others. */
final class Dump implements AutoCloseable {

    private final Path file;
    private final ZipOutputStream zip;
    private final List<String> missing = new ArrayList<>();

    private Dump(Path file, ZipOutputStream zip) {
        this.file = file;
        this.zip = zip;
    }

    /** Begins a file that is not there yet. */
    static Dump create(Path file) {
        try {
            // Others on the machine are not to read it, not even while it is written.
            return new Dump(
                    file,
                    new ZipOutputStream(Channels.newOutputStream(Files.newByteChannel(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))));
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    ExitCode.CANT_CREATE, file + " is there already; name another file, or remove it first", e);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** Where a text comes from; whatever goes wrong there is told. */
    interface Source {
        String read() throws Exception;
    }

    /** Adds a text, or notes why there is none. */
    void add(String name, Source source) {
        byte[] bytes;
        try {
            bytes = source.read().getBytes(UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "interrupted", e);
        } catch (Exception e) {
            missing.add(name + ": " + reason(e));
            return;
        }
        put(name, bytes);
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    private void put(String name, byte[] bytes) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes);
            zip.closeEntry();
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** What could not be had, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    @Override
    public void close() {
        try (zip) {
            if (!missing.isEmpty()) {
                put("missing.txt", (String.join("\n", missing) + "\n").getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandException cannotWrite(Path file, IOException e) {
        String why = e instanceof NoSuchFileException ? "there is no such folder" : String.valueOf(e.getMessage());
        return new CommandException(ExitCode.CANT_CREATE, "cannot write " + file + ": " + why, e);
    }
}
