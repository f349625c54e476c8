package dev.rondo.cli.server;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a process that runs one role logs. */
public final class LogOption {

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description = "File for this process's own log, rolled at 50 MB. Default: standard error.")
    private @Nullable Path file;

    /** Begins to log there. */
    void apply(Map<String, String> environment) {
        if (file == null) {
            ServerLog.toStandardError(environment);
        } else {
            ServerLog.to(file, environment);
        }
    }
}
