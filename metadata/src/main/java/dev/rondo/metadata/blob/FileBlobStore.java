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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The store as files of one folder, which every process that writes or reads it must see. */
public final class FileBlobStore implements BlobStore {

    // What is written for so long is not written any more: its process was killed.
    private static final Duration LONGEST_WRITING = Duration.ofDays(1);

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
        if (Files.exists(target)) {
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
    public Optional<Blob> find(String hash) throws IOException {
        Path file = fileOf(hash);
        try {
            return Optional.of(new Blob(Files.newInputStream(file), Files.size(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path fileOf(String hash) {
        BlobHash.require(hash);
        return placeOf(hash).resolve(hash);
    }

    private Path placeOf(String hash) {
        return folder.resolve(hash.substring(0, 2));
    }
}
