package dev.rondo.runtime.data;

import dev.rondo.sdk.data.DataEntry;
import dev.rondo.sdk.data.DataWriting;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The files of this machine, by their whole paths without the first {@code /}. */
final class MachinePlace implements FilePlace {

    // What a write that was killed leaves behind: no file of anybody's.
    private static final Pattern PART = Pattern.compile("\\.[0-9a-f-]{36}\\.part");

    private static Path path(String name) {
        return Path.of("/" + name);
    }

    @Override
    public Optional<DataEntry> find(String name) throws IOException {
        try {
            BasicFileAttributes about = Files.readAttributes(path(name), BasicFileAttributes.class);
            return about.isDirectory()
                    ? Optional.empty()
                    : Optional.of(
                            new DataEntry(about.size(), about.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        List<String> names = new ArrayList<>();
        Path folder = path(prefix);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                if (!PART.matcher(String.valueOf(file.getFileName())).matches()) {
                    names.add(file.toString().substring(1));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // deleted meanwhile
                }
                throw e;
            }
        });
        Collections.sort(names);
        return names;
    }

    @Override
    public InputStream read(String name) throws IOException {
        if (Files.isDirectory(path(name))) {
            throw new NoSuchFileException(shown(name), null, "it is a folder");
        }
        return Files.newInputStream(path(name));
    }

    @Override
    public boolean write(String name, DataWriting writing, boolean onlyNew) throws IOException {
        Path file = path(name);
        Path folder = Files.createDirectories(file.resolveSibling(""));
        Path part = folder.resolve("." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                writing.to(out);
                out.flush();
                channel.force(true); // a renamed file whose bytes are lost with the power is half a file
            }
            return put(part, file, onlyNew);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static boolean put(Path part, Path file, boolean onlyNew) throws IOException {
        if (!onlyNew) {
            Path ignored = Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
        try {
            Path ignored = Files.createLink(file, part); // a rename would replace; a second link never does
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public boolean delete(String name) throws IOException {
        return find(name).isPresent() && Files.deleteIfExists(path(name));
    }

    @Override
    public String shown(String name) {
        return "/" + name;
    }
}
