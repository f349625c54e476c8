package dev.rondo.worker;

import dev.rondo.runtime.jar.Sha256;
import dev.rondo.worker.crash.CrashPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Jars on this machine, by their hash. What a cut connection or a full disk leaves behind is never used. */
final class JarCache {

    private final Path folder;
    private final CrashPoint.Injector crashes;
    // One download of a jar at a time, however many of its tasks arrive together.
    private final Map<String, ReentrantLock> downloads = new ConcurrentHashMap<>();

    /** Where the bytes of a jar come from. */
    interface Source {
        InputStream open(String hash) throws IOException, InterruptedException;
    }

    JarCache(Path folder) {
        this(folder, CrashPoint.Injector.NONE);
    }

    JarCache(Path folder, CrashPoint.Injector crashes) {
        this.folder = folder;
        this.crashes = crashes;
    }

    /** Makes the folder, which no other worker has, and removes what a killed one had not fetched to its end. */
    void open() throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*.part")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Whether the jar is here: then {@link #get} does not wait for anything. */
    boolean has(String hash) {
        return Files.exists(fileOf(hash));
    }

    Path fileOf(String hash) {
        return folder.resolve(hash + ".jar");
    }

    /**
     * The jar as a file, fetched when it is not here.
     *
     * @throws IOException when it cannot be had, or its bytes have another hash
     */
    Path get(String hash, Source source) throws IOException, InterruptedException {
        Path file = fileOf(hash);
        if (Files.exists(file)) {
            return file;
        }
        ReentrantLock download = downloads.computeIfAbsent(hash, h -> new ReentrantLock());
        download.lockInterruptibly();
        try {
            if (!Files.exists(file)) {
                fetch(hash, source, file);
            }
            return file;
        } finally {
            download.unlock();
            downloads.remove(hash, download);
        }
    }

    private void fetch(String hash, Source source, Path file) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, hash, ".part");
        try {
            try (InputStream in = source.open(hash)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            crashes.at(CrashPoint.JAR_WRITTEN);
            String found = Sha256.of(part);
            if (!found.equals(hash)) {
                throw new IOException(
                        "the jar " + hash + " arrived with the hash " + found + "; it was damaged on its way");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            crashes.at(CrashPoint.JAR_NAMED);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
