package dev.rondo.metadata.log;

import dev.rondo.metadata.crash.CrashPoint;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The logs as files of one folder, laid out as Airflow does:
 * {@code dag_id=…/run_id=…/task_id=…/map_index=…/attempt=N.DISPATCH.log}.
 */
public final class FileLogStore implements LogStore {

    private static final int MAX_NAME_BYTES = 200;

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
        byte[] bytes = Arrays.copyOf(out.array(), out.position());
        byte[] whole = offset + bytes.length < total || !endsLine(bytes) ? wholeLines(bytes) : bytes;
        return new Slice(new String(whole, StandardCharsets.UTF_8), offset + whole.length, total);
    }

    @Override
    public void deleteRun(String dagId, String runId) throws IOException {
        Path run = folder.resolve("dag_id=" + name(dagId)).resolve("run_id=" + name(runId));
        if (!Files.exists(run)) {
            return;
        }
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
                crashes.at(CrashPoint.LOG_DELETED);
            }
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

    private static boolean endsLine(byte[] bytes) {
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    }

    private static byte[] wholeLines(byte[] bytes) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return Arrays.copyOf(bytes, i + 1);
            }
        }
        return bytes;
    }

    private Path folderOf(LogKey key) {
        return folder.resolve("dag_id=" + name(key.dagId()))
                .resolve("run_id=" + name(key.runId()))
                .resolve("task_id=" + name(key.taskId()))
                .resolve("map_index=" + key.mapIndex());
    }

    // An id can hold anything a file name cannot (or "..", or 250 characters that become 750): encoded, and cut with a
    // hash.
    private static String name(String id) {
        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace(".", "%2E");
        if (encoded.length() > MAX_NAME_BYTES) {
            encoded = encoded.substring(0, MAX_NAME_BYTES - 12)
                    + "~"
                    + Integer.toHexString(id.hashCode())
                    + "-"
                    + id.length();
        }
        return encoded;
    }
}
