package dev.rondo.runtime.parse;

import dev.rondo.runtime.jar.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The jars in {@code lib} of the home: what every source file of the dags folder may use. They are put into the jar
 * that is made of the source, so that a version is whole by itself: a library that is replaced later changes no run
 * that has begun, and workers need no folder of libraries.
 *
 * @param folder need not exist
 */
public record Libraries(Path folder) {

    /** The jars, by name. What is still being copied under a hidden or another name does not count. */
    public List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Libraries::isLibrary).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isLibrary(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(".jar") && Files.isRegularFile(file);
    }

    /** A short text that changes when a jar does, or when the folder cannot be read; empty when there is none. */
    public String state() {
        try {
            return stateOf(jars());
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private static String stateOf(List<Path> jars) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path jar : jars) {
            try {
                BasicFileAttributes found = Files.readAttributes(jar, BasicFileAttributes.class);
                text.append(jar.getFileName())
                        .append('\n')
                        .append(found.size())
                        .append(' ')
                        .append(found.lastModifiedTime())
                        .append(' ')
                        .append(found.fileKey()) // a jar that is renamed over another may be as old and as large
                        .append('\n');
            } catch (NoSuchFileException e) {
                text.append("gone just now\n"); // the next look finds it missing
            }
        }
        return text.isEmpty()
                ? ""
                : Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }
}
