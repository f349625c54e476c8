package dev.rondo.operators.standard;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for files by a path with wildcards, one name of the path after another, so that only folders that match are
 * read.
 */
final class FileSearch {

    private final List<String> names = new ArrayList<>();
    private final Path root;
    private final boolean recursive;

    FileSearch(String pattern, boolean recursive) {
        Path path = Path.of(pattern);
        this.root = path.isAbsolute() ? path.getRoot() : Path.of("");
        path.forEach(name -> names.add(name.toString()));
        this.recursive = recursive;
    }

    /** The first path in the alphabet that is a file, or a folder with a file in it. */
    Optional<Path> first() throws IOException {
        return search(root, 0);
    }

    private Optional<Path> search(Path folder, int index) throws IOException {
        if (index == names.size()) {
            return isThere(folder) ? Optional.of(folder) : Optional.empty();
        }
        String name = names.get(index);
        if (!hasWildcard(name)) {
            return search(folder.resolve(name), index + 1);
        }
        boolean deep = recursive && name.equals("**");
        if (deep) {
            Optional<Path> here = search(folder, index + 1);
            if (here.isPresent()) {
                return here;
            }
        }
        for (Path child : children(folder, name)) {
            Optional<Path> found = search(child, index + 1);
            if (found.isEmpty() && deep && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                found = search(child, index);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean isThere(Path path) throws IOException {
        return Files.isRegularFile(path) || (Files.isDirectory(path) && holdsFile(path));
    }

    private boolean holdsFile(Path folder) throws IOException {
        for (Path child : children(folder, "*")) {
            boolean below = recursive && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS) && holdsFile(child);
            if (Files.isRegularFile(child) || below) {
                return true;
            }
        }
        return false;
    }

    /** The names in a folder that match, in order; none where there is no such folder (any more). */
    private static List<Path> children(Path folder, String pattern) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path child : stream) {
                Path name = child.getFileName();
                boolean hidden = name.toString().startsWith(".") && !pattern.startsWith(".");
                if (!hidden && matcher.matches(name)) {
                    found.add(folder.toString().isEmpty() ? name : child);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    private static boolean hasWildcard(String name) {
        return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }
}
