package dev.rondo.runtime.host;

import dev.rondo.runtime.log.TaskLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The log that a body gets with its context. */
final class TryLogger implements System.Logger {

    private final String name;
    private final TaskLog log;

    TryLogger(String name, TaskLog log) {
        this.name = name;
        this.log = log;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return level != Level.OFF;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        StringWriter text = new StringWriter();
        text.append(String.valueOf(message));
        if (thrown != null) {
            text.append('\n');
            thrown.printStackTrace(new PrintWriter(text));
        }
        write(level, text.toString().stripTrailing());
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... parameters) {
        boolean plain = format == null || parameters == null || parameters.length == 0;
        write(level, plain ? String.valueOf(format) : new MessageFormat(format, Locale.ROOT).format(parameters));
    }

    private void write(Level level, String text) {
        if (isLoggable(level)) {
            log.write(level == Level.WARNING ? "warning" : level.name().toLowerCase(Locale.ROOT), name, text);
        }
    }
}
