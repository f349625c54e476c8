package dev.rondo.runtime.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Sends {@code java.util.logging} and {@code System.Logger} to {@link CurrentLog}. Named by the system property
 * {@code java.util.logging.config.class}, so that it costs nothing until a task first uses either.
 */
public final class JulConfig {

    // Loggers are held weakly by the JDK; this keeps the configured root logger.
    private final Logger root = LogManager.getLogManager().getLogger("");

    public JulConfig() {
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.INFO);
        root.addHandler(new ToCurrentLog());
    }

    private static final class ToCurrentLog extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            String logger = record.getLoggerName() == null ? "jul" : record.getLoggerName();
            String text = TaskLogProvider.withStack(formatter.formatMessage(record), record.getThrown());
            CurrentLog.INSTANCE.write(levelName(record.getLevel()), logger, text);
        }

        private static String levelName(Level level) {
            int value = level.intValue();
            if (value >= Level.SEVERE.intValue()) {
                return "error";
            }
            if (value >= Level.WARNING.intValue()) {
                return "warning";
            }
            return value >= Level.INFO.intValue() ? "info" : "debug";
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
