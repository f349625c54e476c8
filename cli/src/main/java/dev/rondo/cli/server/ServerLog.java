package dev.rondo.cli.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import dev.rondo.runtime.log.SecretMasker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the log of a server process goes, in the form of {@code RONDO_LOG_FORMAT}: to a file, rolled at 50 MB with
 * three old ones kept, or to standard error.
 */
public final class ServerLog {

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{30} %msg %kvp%n";

    // What these say at INFO tells an operator nothing.
    private static final List<String> NOISY =
            List.of("org.flywaydb", "com.zaxxer.hikari", "org.eclipse.jetty", "io.javalin", "org.jooq", "org.quartz");

    private ServerLog() {}

    /**
     * Holds back that Javalin could not start: it says so without the address and then throws, and what it throws is
     * told with what to do about it ({@link Listening}).
     */
    private static final class ToldElsewhere extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            boolean told = event.getLoggerName().equals("io.javalin.Javalin")
                    && event.getMessage().equals("Failed to start Javalin");
            return told ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }

    /** Begins to log into the file; whatever was configured before is dropped. */
    static void to(Path file, Map<String, String> environment) {
        LoggerContext context = fresh();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context, environment));
        FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
        names.setContext(context);
        names.setParent(appender);
        names.setFileNamePattern(file + ".%i");
        names.setMinIndex(1);
        names.setMaxIndex(3);
        names.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(50 * FileSize.MB_COEFFICIENT));
        size.start();
        appender.setRollingPolicy(names);
        appender.setTriggeringPolicy(size);
        appender.start();
        use(context, appender);
    }

    /** Begins to log to standard error, for whoever runs the process: systemd, Docker, a terminal. */
    static void toStandardError(Map<String, String> environment) {
        LoggerContext context = fresh();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, environment));
        appender.start();
        use(context, appender);
    }

    /** Nothing: for a command whose own words say all. */
    public static void quiet() {
        fresh().getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    private static LoggerContext fresh() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        return context;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Map<String, String> environment) {
        Encoder<ILoggingEvent> encoder = switch (LogFormat.of(environment)) {
            case TEXT -> text(context, ProcessSecrets.masker(environment));
            case JSON -> new JsonLines(ProcessSecrets.masker(environment));
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context, SecretMasker masker) {
        return new TextLines(context, PATTERN, masker);
    }

    private static void use(LoggerContext context, Appender<ILoggingEvent> appender) {
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        appender.addFilter(new ToldElsewhere());
        root.addAppender(appender);
        NOISY.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }
}
