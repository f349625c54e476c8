package dev.rondo.runtime.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * SLF4J for task hosts and parsers: every logger writes to {@link CurrentLog}. Chosen by the system property
 * {@code slf4j.provider} of those processes only, so that a test in which this jar lies on the class path keeps its own
 * logging.
 */
public final class TaskLogProvider implements SLF4JServiceProvider {

    // The SLF4J API this was written for; patch level is ignored by its check.
    private static final String REQUESTED_API_VERSION = "2.0.99";

    private final ConcurrentHashMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, TaskLogger::new);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return REQUESTED_API_VERSION;
    }

    @Override
    public void initialize() {}

    private static final class TaskLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        TaskLogger(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable throwable) {
            String text = arguments == null ? message : MessageFormatter.basicArrayFormat(message, arguments);
            CurrentLog.INSTANCE.write(levelName(level), name, withStack(text, throwable));
        }
    }

    private static String levelName(Level level) {
        return switch (level) {
            case TRACE -> "trace";
            case DEBUG -> "debug";
            case INFO -> "info";
            case WARN -> "warning";
            case ERROR -> "error";
        };
    }

    /** The text with the stack of the throwable below it. */
    static String withStack(String text, @Nullable Throwable throwable) {
        if (throwable == null) {
            return text;
        }
        StringWriter stack = new StringWriter();
        throwable.printStackTrace(new PrintWriter(stack));
        return text + "\n" + stack.toString().stripTrailing();
    }
}
