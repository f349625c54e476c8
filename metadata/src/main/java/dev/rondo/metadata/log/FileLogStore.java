package dev.rondo.metadata.log;

import dev.rondo.metadata.crash.CrashPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The logs as files of one folder, {@code attempt=N.DISPATCH.log} each, where {@link LogPlace} says. */
public final class FileLogStore implements LogStore {

    private static final Pattern LOG = Pattern.compile("attempt=[0-9]+\\.([0-9]{1,18})\\.log");

    private final Path folder;
    private final CrashPoint.Injector crashes;

    /** Logs in the folder, which is made when needed. */
    public FileLogStore(Path folder) {
        this(folder, CrashPoint.Injector.NONE);
    }

    /** The same, for tests of what a killed process leaves. */
    public FileLogStore(Path folder, CrashPoint.Injector crashes) {
        this.folder = folder;
        this.crashes = crashes;
    }

    @Override
    public long append(LogKey key, long dispatchId, long offset, byte[] piece) throws IOException {
        Path file = folderOf(key).resolve("attempt=" + key.tryNumber() + "." + dispatchId + ".log");
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                // Two schedulers may get the same piece from a worker that reconnects.
                FileLock lock = channel.lock()) {
            crashes.at(CrashPoint.LOG_MADE);
            long kept = channel.size();
            long known = kept - offset;
            if (known < 0 || known >= piece.length || !lock.isValid()) {
                return kept;
            }
            ByteBuffer rest = ByteBuffer.wrap(piece, (int) known, piece.length - (int) known);
            long at = kept;
            while (rest.hasRemaining()) {
                at += channel.write(rest, at);
            }
            crashes.at(CrashPoint.LOG_APPENDED);
            return at;
        }
    }

    @Override
    public Slice read(LogKey key, long offset, int maxBytes) throws IOException {
        List<Path> parts = partsOf(key);
        long total = 0;
        for (Path part : parts) {
            total += Files.size(part);
        }
        long wanted = Math.min(maxBytes, Math.max(0, total - offset));
        ByteBuffer out = ByteBuffer.allocate((int) wanted);
        long start = 0;
        for (Path part : parts) {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
                long size = channel.size();
                long at = Math.max(0, offset + out.position() - start);
                while (out.hasRemaining() && at < size) {
                    int read = channel.read(out, at);
                    if (read < 0) {
                        break;
                    }
                    at += read;
                }
                start += size;
            }
        }
        return WholeLines.slice(Arrays.copyOf(out.array(), out.position()), offset, total);
    }

    @Override
    public void deleteRun(String dagId, String runId, Supplier<Set<Long>> inUse) throws IOException {
        delete(folder.resolve(LogPlace.ofRun(dagId, runId)), inUse);
    }

    @Override
    public void deleteDag(String dagId, Supplier<Set<Long>> inUse) throws IOException {
        delete(folder.resolve(LogPlace.ofDag(dagId)), inUse);
    }

    private void delete(Path deleted, Supplier<Set<Long>> inUse) throws IOException {
        if (!Files.exists(deleted)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(deleted)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Set<Long> kept = inUse.get();
        for (Path file : all) {
            if (!isLogOf(file, kept)) {
                deleteUnlessFull(file);
                crashes.at(CrashPoint.LOG_DELETED);
            }
        }
    }

    private static boolean isLogOf(Path file, Set<Long> dispatches) {
        Matcher log = LOG.matcher(file.getFileName().toString());
        return log.matches() && dispatches.contains(Long.parseLong(log.group(1)));
    }

    private static void deleteUnlessFull(Path file) throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (DirectoryNotEmptyException e) {
            // a log that is kept, or that has just come, is in it
        }
    }

    private List<Path> partsOf(LogKey key) throws IOException {
        String prefix = "attempt=" + key.tryNumber() + ".";
        try (Stream<Path> files = Files.list(folderOf(key))) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix))
                    .sorted(Comparator.comparingLong(FileLogStore::dispatchOf))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static long dispatchOf(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return Long.parseLong(name.substring(dot + 1, name.length() - ".log".length()));
    }

    private Path folderOf(LogKey key) {
        return folder.resolve(LogPlace.of(key));
    }
}
