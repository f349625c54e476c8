package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.metadata.JdbcSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a process finds the database and the files that it shares with others. */
public final class ServerOptions {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "PostgreSQL to use, as postgresql://user@host:port/database; also by RONDO_DATABASE_URL."
                    + " Default: the embedded one of this home.")
    private @Nullable String databaseUrl;

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            description = "File with the database's password; also by RONDO_DATABASE_PASSWORD_FILE, or the password"
                    + " itself by RONDO_DATABASE_PASSWORD. (In the URL everyone on the machine could read it.)")
    private @Nullable Path passwordFile;

    @Option(
            names = "--storage",
            paramLabel = "PLACE",
            description = "Folder of jars, task logs and large values, or gs://BUCKET/FOLDER; all schedulers, DAG"
                    + " processors and webservers must see the same one. Also by RONDO_STORAGE. Default: the home.")
    private @Nullable String storage;

    /** The database that was named; empty: the embedded one. */
    public Optional<JdbcSettings> database(Map<String, String> environment) {
        String url = databaseUrl != null ? databaseUrl : environment.getOrDefault("RONDO_DATABASE_URL", "");
        if (url.isBlank()) {
            if (passwordFile != null) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "--database-password-file needs a database: --database-url or RONDO_DATABASE_URL");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(JdbcSettings.parse(url, environment.get("RONDO_DATABASE_USER"), password(environment)));
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    e.getMessage() + ". The password may be in RONDO_DATABASE_PASSWORD or --database-password-file",
                    e);
        }
    }

    /**
     * Where jars, logs and large values are.
     *
     * @throws CommandException when it is no place
     */
    Place storage(Map<String, String> environment) {
        if (storage != null) {
            return Place.of("--storage", storage, environment);
        }
        String said = environment.getOrDefault("RONDO_STORAGE", "").strip();
        return said.isEmpty()
                ? Place.folder(Home.of(environment).folder())
                : Place.of("RONDO_STORAGE", said, environment);
    }

    private @Nullable String password(Map<String, String> environment) {
        String said = environment.getOrDefault("RONDO_DATABASE_PASSWORD_FILE", "");
        Path file = passwordFile != null ? passwordFile : said.isBlank() ? null : Path.of(said);
        if (file == null) {
            return environment.get("RONDO_DATABASE_PASSWORD");
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.CONFIG, "cannot read the database's password from " + file + ": " + e.getMessage(), e);
        }
    }
}
