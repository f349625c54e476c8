package dev.rondo.worker.logs;

import dev.rondo.core.protocol.LogChunk;
import dev.rondo.core.protocol.Wire;
import dev.rondo.worker.crash.CrashPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose the log files of a folder are, for the worker that comes after one that was killed: one line for each dispatch,
 * appended when it arrives, and written anew when the file is long. Safe for use by several threads.
 */
final class LogJournal {

    private static final Logger LOG = LoggerFactory.getLogger(LogJournal.class);

    // Some ten thousand dispatches: rewritten about once a minute by a very busy worker.
    private static final long LONG_BYTES = 2 << 20;

    private final Path folder;
    private final Path file;
    private final CrashPoint.Injector crashes;
    private final Wire wire = new Wire();
    private long bytes;

    LogJournal(Path folder, CrashPoint.Injector crashes) {
        this.folder = folder;
        this.crashes = crashes;
        this.file = folder.resolve("whose");
    }

    /** Owners of the log files in the folder; a file of nobody is removed. */
    synchronized List<LogChunk> left() throws IOException {
        Map<String, LogChunk> known = known();
        List<LogChunk> left = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                LogChunk whose = known.get(log.getFileName().toString());
                if (whose == null) {
                    LOG.atWarn().addKeyValue("file", log).log("nobody knows whose log this is; it is removed");
                    Files.deleteIfExists(log);
                } else {
                    left.add(whose);
                }
            }
        }
        return left;
    }

    private Map<String, LogChunk> known() throws IOException {
        Map<String, LogChunk> known = new HashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                try {
                    LogChunk whose = wire.decode(Base64.getDecoder().decode(line), LogChunk.class);
                    known.put(whose.dispatchId() + ".log", whose);
                } catch (Wire.WireException | IllegalArgumentException e) {
                    LOG.atDebug().setCause(e).log("half a line of a worker that was killed while it wrote");
                }
            }
        }
        return known;
    }

    synchronized void add(LogChunk whose) throws IOException {
        byte[] line = line(whose);
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        bytes += line.length;
        crashes.at(CrashPoint.OWNER_NOTED);
    }

    synchronized boolean isLong() {
        return bytes > LONG_BYTES;
    }

    /** Keeps these and nothing else. */
    synchronized void rewrite(Collection<LogChunk> all) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (LogChunk whose : all) {
            lines.writeBytes(line(whose));
        }
        Path part = Files.write(folder.resolve("whose.part"), lines.toByteArray());
        crashes.at(CrashPoint.JOURNAL_WRITTEN);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        bytes = 0; // what is kept does not count: it would be rewritten again and again
    }

    private byte[] line(LogChunk whose) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(Base64.getEncoder().encode(wire.encode(whose)));
        line.write('\n');
        return line.toByteArray();
    }
}
