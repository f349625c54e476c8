package dev.rondo.runtime.parse;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notes which class a parser reads, and at its end the stack that tells why: of the reading thread when it hangs, of
 * the caller of {@code System.exit}, of the error when the heap is full.
 *
 * <p>Methods may be called by any thread. A note that cannot be written is done without.
 */
final class Whereabouts {

    // "java.base@25.0.3/java.lang.System.exit(System.java:1900)": an exception's stack has no version.
    private static final Pattern VERSION = Pattern.compile("@[^/(]*/");

    private final File folder;
    private final Thread reader;

    // Held while the file is written: the reader may begin with a class while another thread ends the JVM.
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable String dagClass;

    Whereabouts(File folder, Thread reader) {
        this.folder = folder;
        this.reader = reader;
    }

    /** The reader knows its file. */
    void begins() {
        note(LastSeen.NOWHERE);
    }

    /** The reader goes on to this class. */
    void begins(String className) {
        dagClass = className;
        note(new LastSeen(className, 0, ""));
    }

    /** The reader takes too long. */
    void hangs() {
        note(seen(reader.getStackTrace()));
    }

    /** The JVM shuts down; tells nothing when it was told to from outside. */
    void exits() {
        Thread.getAllStackTraces().values().stream()
                .filter(Whereabouts::isExit)
                .findFirst()
                .ifPresent(stack -> note(seen(stack)));
    }

    private static boolean isExit(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getClassName().equals(Runtime.class.getName())
                        && frame.getMethodName().equals("exit"));
    }

    /** The heap is full. */
    void threw(OutOfMemoryError full) {
        note(seen(full.getStackTrace()));
    }

    private LastSeen seen(StackTraceElement[] stack) {
        String name = dagClass;
        StringBuilder frames = new StringBuilder();
        for (StackTraceElement frame : stack) {
            frames.append("\n\tat ").append(VERSION.matcher(frame.toString()).replaceFirst("/"));
        }
        return new LastSeen(name, name == null ? 0 : Thrown.lineOf(name, stack), frames.toString());
    }

    private void note(LastSeen seen) {
        writing.lock();
        try {
            seen.writeTo(folder);
        } catch (IOException e) {
            // The result, which is written to the same folder, will tell.
        } finally {
            writing.unlock();
        }
    }
}
