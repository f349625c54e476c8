package dev.rondo.runtime.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of this JVM go: to the log of the task it runs, or between tasks to the process's own error stream.
 *
 * <p>SLF4J and {@code java.util.logging} are bound once for a JVM and by static methods, so this is the one place with
 * state for the whole JVM; a task host runs one task at a time, which makes it well defined.
 */
public final class CurrentLog {

    /** The one of this JVM. */
    public static final CurrentLog INSTANCE = new CurrentLog();

    private final PrintStream process = System.err;
    private final List<LineSplitter> streams = new CopyOnWriteArrayList<>();
    private volatile @Nullable TaskLog task;

    private CurrentLog() {}

    /** Sends lines to the log from now on. */
    public void begin(TaskLog log) {
        task = log;
    }

    /** Writes what was printed without a line feed; sends lines to the process's own error stream from now on. */
    public void end() {
        flush();
        task = null;
    }

    /** Writes what was printed without a line feed so far: there will be no more. */
    public void flush() {
        streams.forEach(LineSplitter::endPartialLine);
    }

    /** Writes a line. */
    public void write(String level, String logger, String event) {
        TaskLog log = task;
        if (log != null) {
            log.write(level, logger, event);
        } else {
            process.println(level + " " + logger + " " + event);
        }
    }

    /** A stream whose lines are written with the level and logger name. */
    public PrintStream stream(String level, String logger) {
        LineSplitter lines = new LineSplitter(line -> write(level, logger, line));
        streams.add(lines);
        return new PrintStream(lines, true, StandardCharsets.UTF_8);
    }
}
