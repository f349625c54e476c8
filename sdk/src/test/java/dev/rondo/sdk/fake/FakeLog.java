package dev.rondo.sdk.fake;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged, and lets a test wait for a line. */
public final class FakeLog implements System.Logger {

    private static final long GENEROUS_SECONDS = 60;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<String> fresh = new LinkedBlockingQueue<>();

    /** All lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line with this text in it. */
    public void await(String text) throws InterruptedException {
        for (String line = next(); !line.contains(text); line = next()) {
            // lines before it are of no interest
        }
    }

    private String next() throws InterruptedException {
        String line = fresh.poll(GENEROUS_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new IllegalStateException("the line did not come; there were " + lines);
        }
        return line;
    }

    private void add(Level level, @Nullable String text) {
        lines.add(level + " " + text);
        fresh.add(level + " " + text);
    }

    @Override
    public String getName() {
        return "fake";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        add(level, message + (thrown == null ? "" : " " + thrown));
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... params) {
        add(
                level,
                params == null || params.length == 0 ? format : MessageFormat.format(String.valueOf(format), params));
    }
}
