package dev.rondo.testkit.play;

import dev.rondo.runtime.log.LineSplitter;
import dev.rondo.runtime.log.TaskLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes what bodies print to their logs, and still to where it went before.
 *
 * <p>{@code System.out} is one for a JVM, so this is the one place of the test kit with state for the whole JVM. Tests
 * may run side by side: each thread's words, and those of threads it starts, go to the log of its own body.
 */
public final class PrintedOutput implements BodyOutput {

    /** The one of this JVM. */
    public static final PrintedOutput INSTANCE = new PrintedOutput();

    private static final InheritableThreadLocal<@Nullable Body> CURRENT = new InheritableThreadLocal<>();

    private PrintedOutput() {}

    private record Body(LineSplitter out, LineSplitter err) {}

    @Override
    public synchronized void begin(TaskLog log) {
        // A test framework may have put its own stream there since the last time.
        if (!(System.out instanceof Tee)) {
            System.setOut(new Tee(System.out, true));
        }
        if (!(System.err instanceof Tee)) {
            System.setErr(new Tee(System.err, false));
        }
        CURRENT.set(new Body(
                new LineSplitter(line -> log.write("info", "stdout", line)),
                new LineSplitter(line -> log.write("error", "stderr", line))));
    }

    @Override
    public void end() {
        Body body = CURRENT.get();
        if (body != null) {
            body.out().endPartialLine();
            body.err().endPartialLine();
        }
        CURRENT.remove();
    }

    /** Prints to the stream it replaced, and to the log of the body whose thread prints. */
    private static final class Tee extends PrintStream {
        Tee(PrintStream before, boolean out) {
            super(new Both(before, out), true, StandardCharsets.UTF_8);
        }
    }

    private static final class Both extends OutputStream {
        private final PrintStream before;
        private final boolean out;

        Both(PrintStream before, boolean out) {
            this.before = before;
            this.out = out;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            Body body = CURRENT.get();
            // A test framework may pass on to an older stream of ours: the log has each line once.
            CURRENT.remove();
            try {
                before.write(bytes, offset, length);
            } finally {
                CURRENT.set(body);
            }
            if (body != null) {
                lines(body).write(bytes, offset, length);
            }
        }

        @Override
        public void flush() {
            before.flush();
        }

        private LineSplitter lines(Body body) {
            return out ? body.out() : body.err();
        }
    }
}
