package dev.rondo.metadata.blob;

import dev.rondo.metadata.crash.CrashPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store as files of one folder, which every process that writes or reads it must see. */
public final class FileBlobStore implements BlobStore {

    // What is written for so long is not written any more: its process was killed.
    private static final Duration LONGEST_WRITING = Duration.ofDays(1);

    private static final String GOING = ".going";

    private final Path folder;
    private final CrashPoint.Injector crashes;

    /** A store in the folder, which is made when needed. */
    public FileBlobStore(Path folder) {
        this(folder, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of what a killed process leaves. */
    public FileBlobStore(Path folder, CrashPoint.Injector crashes) {
        this.folder = folder;
        this.crashes = crashes;
    }

    @Override
    public void put(String hash, InputStream content) throws IOException {
        Path target = fileOf(hash);
        if (keep(hash)) {
            return;
        }
        Path place = Files.createDirectories(placeOf(hash));
        Path part = Files.createTempFile(place, "blob", ".part");
        try {
            removeLeftOvers(place, part);
            BlobHash.copy(hash, content, part);
            crashes.at(CrashPoint.BLOB_WRITTEN);
            // The bytes must be on disk before the name is: after a power loss the name never stands for half of them.
            force(part, StandardOpenOption.WRITE);
            crashes.at(CrashPoint.BLOB_FORCED);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            crashes.at(CrashPoint.BLOB_NAMED);
            // And the name before anybody is told of it: a version in the tables has its jar also after a power loss.
            force(place, StandardOpenOption.READ);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /**
     * Removes what killed processes left. A day ago is by the file system's clock, which has just made {@code part}.
     */
    private static void removeLeftOvers(Path place, Path part) throws IOException {
        Instant before = Files.getLastModifiedTime(part).toInstant().minus(LONGEST_WRITING);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(place, "blob*.part")) {
            for (Path each : parts) {
                if (isOlder(each, before)) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    private static boolean isOlder(Path part, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(part).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false; // its writer has given it its name, or removed it
        }
    }

    @Override
    public boolean keep(String hash) throws IOException {
        Path target = fileOf(hash);
        if (!Files.exists(target)) {
            return false;
        }
        try {
            Files.setLastModifiedTime(target, FileTime.from(now(placeOf(hash))));
        } catch (NoSuchFileException e) {
            return false;
        }
        // Looked for again: who clears it away takes its name first, and looks at its time then.
        return Files.exists(target);
    }

    /** The file system's clock. */
    @Override
    public Instant now() throws IOException {
        return now(Files.createDirectories(folder.resolve("00")));
    }

    private static Instant now(Path place) throws IOException {
        Path part = Files.createTempFile(place, "blob", ".part");
        try {
            return Files.getLastModifiedTime(part).toInstant();
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public List<Old> old(String first, Instant before) throws IOException {
        List<Old> old = new ArrayList<>();
        try (DirectoryStream<Path> places = Files.newDirectoryStream(folder, first + "*")) {
            for (Path place : places) {
                addOld(place, before, old);
            }
        } catch (NoSuchFileException e) {
            return List.of(); // nothing was ever put
        }
        return old;
    }

    private void addOld(Path place, Instant before, List<Old> old) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
            for (Path file : files) {
                String hash = file.getFileName().toString().replace(GOING, "");
                if (BlobHash.isOne(hash) && isOlder(file, before)) {
                    // Its length is 0 when another has just deleted it.
                    old.add(new InFile(hash, file.toFile().length(), before));
                }
            }
        }
    }

    private final class InFile implements Old {
        private final String hash;
        private final long sizeBytes;
        private final Instant before;

        InFile(String hash, long sizeBytes, Instant before) {
            this.hash = hash;
            this.sizeBytes = sizeBytes;
            this.before = before;
        }

        @Override
        public String hash() {
            return hash;
        }

        @Override
        public long sizeBytes() {
            return sizeBytes;
        }

        /**
         * It loses its name first, and goes when nobody has put it before that; else it gets its name back. Whoever
         * puts it after that does not find it, and writes it anew. A reader, and the next who clears away, find what a
         * process leaves that dies in between. That next one may take the name from a blob that was put anew just now,
         * so that what goes is looked at once more where nobody else has it.
         */
        @Override
        public boolean delete() throws IOException {
            Path target = fileOf(hash);
            Path going = goingOf(hash);
            try {
                Files.move(target, going, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                if (!Files.exists(going)) {
                    return true;
                }
            }
            boolean old = isOlder(going, before);
            crashes.at(CrashPoint.BLOB_GOING);
            if (old) {
                return deleteAlone(going, target);
            }
            giveBack(going, target);
            return false;
        }

        // What a process leaves that dies here is removed as half a blob is.
        private boolean deleteAlone(Path going, Path target) throws IOException {
            Path alone = Files.createTempFile(placeOf(hash), "blob", ".part");
            try {
                Files.move(going, alone, StandardCopyOption.ATOMIC_MOVE);
                if (isOlder(alone, before)) {
                    return true;
                }
                giveBack(alone, target);
                return false;
            } catch (NoSuchFileException e) {
                return !Files.exists(target); // another has deleted it, or given its name back
            } finally {
                Files.deleteIfExists(alone);
            }
        }

        private static void giveBack(Path going, Path target) throws IOException {
            try {
                var ignored = Files.move(going, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                // another who clears away has done so, or deleted it
            }
        }
    }

    @Override
    public Optional<Blob> find(String hash) throws IOException {
        Optional<Blob> found = opened(fileOf(hash));
        if (found.isEmpty()) {
            found = opened(goingOf(hash));
        }
        // Or it got its name back while the other was looked for.
        return found.isEmpty() ? opened(fileOf(hash)) : found;
    }

    private static Optional<Blob> opened(Path file) throws IOException {
        try {
            return Optional.of(new Blob(Files.newInputStream(file), Files.size(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path goingOf(String hash) {
        return placeOf(hash).resolve(hash + GOING);
    }

    private Path fileOf(String hash) {
        BlobHash.require(hash);
        return placeOf(hash).resolve(hash);
    }

    private Path placeOf(String hash) {
        return folder.resolve(hash.substring(0, 2));
    }
}
