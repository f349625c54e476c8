package dev.rondo.scheduler.dagprocessor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A watched folder with its sub-folders. Files count when their names end in {@code .jar} or {@code .java}; names that
 * begin with a dot, and {@code .part} or {@code .tmp} files, are ignored.
 *
 * <p>A file is taken when it is complete: a jar as soon as its directory (the last thing a zip writer writes) is there,
 * a source file when it has been quiet for a moment; so one that is renamed into place is taken at once. A file that
 * does not become complete is taken after a while too, to be told as an error or because it never rests.
 */
public final class FolderBundle implements DagBundle {

    // Editors write a file in one go or within a few milliseconds; copies of large files stamp it as they go.
    private static final Duration QUIET = Duration.ofMillis(60);

    // A source file that is written all the time is read as it is, now and then.
    private static final Duration RESTLESS = Duration.ofSeconds(2);

    // A copy over a slow line pauses; a jar that has not grown for this long is not growing any more.
    private static final Duration GROWING = Duration.ofSeconds(3);

    private static final int MAX_DEPTH = 8;

    private final String name;
    private final Path folder;
    private final InstantSource clock;
    private final WatchService watch;
    private final Map<Path, WatchKey> watched = new HashMap<>();

    // Found names with their paths: where the locale cannot write a name, no path can be made of its text.
    private final Map<String, Path> paths = new ConcurrentHashMap<>();
    private final Map<String, Instant> restlessSince = new ConcurrentHashMap<>();

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
    public Listing list() throws IOException {
        Visitor visitor = new Visitor();
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, visitor);
        paths.keySet().retainAll(visitor.found.stream().map(Found::name).toList());
        restlessSince.keySet().retainAll(paths.keySet());
        watched.entrySet().removeIf(each -> {
            boolean gone = !visitor.folders.contains(each.getKey());
            if (gone) {
                each.getValue().cancel();
            }
            return gone;
        });
        return new Listing(visitor.found, visitor.unknown);
    }

    private final class Visitor extends SimpleFileVisitor<Path> implements FileVisitor<Path> {
        private final List<Found> found = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private final Set<Path> folders = new HashSet<>();

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
            if (dir.equals(folder)) {
                folders.add(dir);
                watch(dir);
                return FileVisitResult.CONTINUE;
            }
            if (isHidden(dir)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (isDagFile(dir)) {
                add(dir, attributes); // no file, though it has a file's name: to be told as an error
                return FileVisitResult.SKIP_SUBTREE;
            }
            folders.add(dir);
            try {
                watch(dir);
            } catch (IOException e) {
                return visitFileFailed(dir, e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isDagFile(file) && !attributes.isOther() && !attributes.isSymbolicLink()) {
                add(file, attributes);
            }
            return FileVisitResult.CONTINUE;
        }

        private void add(Path file, BasicFileAttributes attributes) {
            Found one = foundOf(file, attributes);
            paths.put(one.name(), file);
            found.add(one);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(folder)) {
                throw e; // the folder itself is gone or closed to us: that says nothing about its DAGs
            }
            if (!(e instanceof NoSuchFileException) && !(e instanceof FileSystemLoopException)) {
                String relative = relativeName(file);
                unknown.add(relative);
                paths.put(relative, file);
                found.add(new Found(relative, 0, "unreadable"));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private String relativeName(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    // A right that is given changes nothing else about a file, and is to be taken note of all the same.
    private Found foundOf(Path file, BasicFileAttributes attributes) {
        String revision = attributes.lastModifiedTime().toInstant() + "/" + attributes.size() + "/"
                + attributes.fileKey() + (Files.isReadable(file) ? "" : "/unreadable");
        return new Found(relativeName(file), attributes.size(), revision);
    }

    @Override
    public Copied copy(Found found, Path target) throws IOException {
        Path file = pathOf(found.name()).orElseThrow();
        BasicFileAttributes before;
        BasicFileAttributes after;
        try {
            before = Files.readAttributes(file, BasicFileAttributes.class);
            if (before.isDirectory()) {
                return Files.isReadable(file)
                        ? new Copied.Unusable(
                                "NOT_A_FILE",
                                found.name()
                                        + " is a folder; pack it into a jar, or rename it if it is none of Rondo's")
                        : unreadable(found, "no permission to look into it");
            }
            if (before.size() > DagFileNames.MAX_BYTES) {
                return DagFileNames.tooLarge(found.name(), before.size());
            }
            if (isSource(found) && isRestless(found, before)) {
                return new Copied.NotYet();
            }
            copyBytes(file, target);
            after = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return new Copied.NotYet(); // it was removed or replaced meanwhile
        } catch (AccessDeniedException e) {
            return unreadable(found, "no permission");
        } catch (IOException e) {
            return unreadable(found, String.valueOf(e.getMessage()));
        }
        // Renamed over: the copy is of one of the two files, and whole; the next listing shows which is there.
        boolean replaced = !Objects.equals(before.fileKey(), after.fileKey());
        boolean written = !replaced && !foundOf(file, before).equals(foundOf(file, after));
        boolean whole = isSource(found) || quietSince(after).compareTo(GROWING) > 0 || isWholeZip(target);
        return whole && (!written || isSource(found)) ? new Copied.Whole() : new Copied.NotYet();
    }

    private static Copied unreadable(Found found, String why) {
        return new Copied.Unusable(
                "FILE_UNREADABLE",
                "cannot read " + found.name() + " (" + why + "); give the OS user '" + System.getProperty("user.name")
                        + "' the right to read it");
    }

    // Errors of the target are not the file's.
    private static void copyBytes(Path file, Path target) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            long at = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                append(target, buffer, n, at);
                at += n;
            }
        }
    }

    private static void append(Path target, byte[] bytes, int length, long at) {
        OpenOption how = at == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
        try (OutputStream out =
                Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target, e);
        }
    }

    private static boolean isSource(Found found) {
        return found.name().toLowerCase(Locale.ROOT).endsWith(".java");
    }

    private boolean isRestless(Found found, BasicFileAttributes attributes) {
        Instant now = clock.instant();
        if (quietSince(attributes).compareTo(QUIET) >= 0) {
            restlessSince.remove(found.name());
            return false;
        }
        Instant since = restlessSince.computeIfAbsent(found.name(), k -> now);
        if (Duration.between(since, now).compareTo(RESTLESS) > 0) {
            restlessSince.remove(found.name());
            return false;
        }
        return true;
    }

    // A modification time in the future (a clock that jumped, a file of another machine) counts as quiet: it would
    // never become old.
    private Duration quietSince(BasicFileAttributes attributes) {
        Duration quiet = Duration.between(attributes.lastModifiedTime().toInstant(), clock.instant());
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

    /** How many folders are watched. */
    int watchedFolders() {
        return watched.size();
    }

    @Override
    public Optional<Path> pathOf(String fileName) {
        Path known = paths.get(fileName);
        return Optional.of(known == null ? folder.resolve(fileName) : known);
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop watching " + folder, e);
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
        return DagFileNames.isDagFile(file.getFileName().toString());
    }

    private static boolean isHidden(Path file) {
        return DagFileNames.isHidden(file.getFileName().toString());
    }
}
