package dev.rondo.runtime.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    private volatile @Nullable TaskLog task;

    private CurrentLog() {}

    /** Sends lines to the log from now on. */
    public void begin(TaskLog log) {
        task = log;
    }

    /** Sends lines to the process's own error stream from now on. */
    public void end() {
        task = null;
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
        return new PrintStream(new LineSplitter(line -> write(level, logger, line)), true, StandardCharsets.UTF_8);
    }
}
