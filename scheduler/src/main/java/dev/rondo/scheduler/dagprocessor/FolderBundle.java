package dev.rondo.scheduler.dagprocessor;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A watched folder with its sub-folders. Files count when their names end in {@code .jar} or {@code .java}; names that
 * begin with a dot, and {@code .part} or {@code .tmp} files, are ignored.
 *
 * <p>A file is taken when it is complete: a jar as soon as its directory (the last thing a zip writer writes) is there,
 * so one that is renamed into place is taken at once; a source file when it has been quiet for a moment. A jar that
 * stays without a directory is taken after a while too, to be told as an error.
 */
public final class FolderBundle implements DagBundle {

    // Editors write a file in one go or within a few milliseconds; copies of large files stamp it as they go.
    private static final Duration QUIET = Duration.ofMillis(150);

    // A copy over a slow line pauses; a jar that has not grown for this long is not growing any more.
    private static final Duration GROWING = Duration.ofSeconds(3);

    private static final int MAX_DEPTH = 8;

    private final String name;
    private final Path folder;
    private final InstantSource clock;
    private final WatchService watch;
    private final Map<Path, WatchKey> watched = new HashMap<>();

    /**
     * Watches the folder, which is made when needed.
     *
     * @throws IOException when it cannot be made or watched
     */
    public FolderBundle(String name, Path folder, InstantSource clock) throws IOException {
        this.name = name;
        this.folder = folder.toAbsolutePath().normalize();
        this.clock = clock;
        Files.createDirectories(this.folder);
        this.watch = this.folder.getFileSystem().newWatchService();
        watch(this.folder);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Found> list() throws IOException {
        List<Found> found = new ArrayList<>();
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (!dir.equals(folder) && isHidden(dir)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                watch(dir);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isDagFile(file) && attributes.isRegularFile()) {
                    found.add(foundOf(file, attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(folder)) {
                    throw e; // the folder itself is gone or closed to us: that says nothing about its DAGs
                }
                return FileVisitResult.CONTINUE; // gone between listing and looking
            }
        };
        Files.walkFileTree(
                folder, java.util.EnumSet.of(java.nio.file.FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, visitor);
        return found;
    }

    private Found foundOf(Path file, BasicFileAttributes attributes) {
        String relative = folder.relativize(file).toString().replace('\\', '/');
        String revision =
                attributes.lastModifiedTime().toInstant() + "/" + attributes.size() + "/" + attributes.fileKey();
        return new Found(relative, attributes.size(), revision);
    }

    @Override
    public boolean copy(Found found, Path target) throws IOException {
        Path file = folder.resolve(found.name());
        try {
            Duration quiet = quietSince(file);
            if (found.name().endsWith(".java") && quiet.compareTo(QUIET) < 0) {
                return false;
            }
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            Found after = foundOf(file, Files.readAttributes(file, BasicFileAttributes.class));
            if (!after.equals(found)) {
                return false;
            }
            return found.name().endsWith(".java") || quiet.compareTo(GROWING) > 0 || isWholeZip(target);
        } catch (NoSuchFileException e) {
            return false; // it was removed or replaced meanwhile
        }
    }

    // A modification time in the future (a clock that jumped, a file of another machine) counts as quiet: it would
    // never become old.
    private Duration quietSince(Path file) throws IOException {
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        Duration quiet = Duration.between(modified, clock.instant());
        return quiet.isNegative() ? GROWING.plusMillis(1) : quiet;
    }

    private static boolean isWholeZip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() >= 0;
        } catch (ZipException e) {
            return false;
        }
    }

    @Override
    public void awaitChange(Duration atMost) throws InterruptedException {
        try {
            WatchKey key = watch.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = watch.poll();
            }
        } catch (ClosedWatchServiceException e) {
            throw new InterruptedException("the folder is no longer watched");
        }
    }

    @Override
    public Optional<Path> pathOf(String fileName) {
        return Optional.of(folder.resolve(fileName));
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot stop watching " + folder, e);
        }
    }

    private void watch(Path dir) throws IOException {
        WatchKey key = watched.get(dir);
        if (key == null || !key.isValid()) {
            watched.put(
                    dir,
                    dir.register(
                            watch,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        }
    }

    private static boolean isDagFile(Path file) {
        String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !isHidden(file) && (lower.endsWith(".jar") || lower.endsWith(".java"));
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }
}
