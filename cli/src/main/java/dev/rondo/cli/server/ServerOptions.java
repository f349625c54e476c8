package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.metadata.JdbcSettings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every server process is told alike. */
public final class ServerOptions {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "PostgreSQL to use, as postgresql://user:password@host:port/database. Also by"
                    + " RONDO_DATABASE_URL. Default: the embedded one of this home.")
    private @Nullable String databaseUrl;

    /** The database that was named; empty: the embedded one. */
    Optional<JdbcSettings> database(Map<String, String> environment) {
        String url = databaseUrl != null ? databaseUrl : environment.get("RONDO_DATABASE_URL");
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JdbcSettings.parse(url));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }
}
