package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.core.time.Pause;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.DatabaseConfig;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.SchemaException;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.blob.FileBlobStore;
import dev.rondo.metadata.log.FileLogStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import dev.rondo.metadata.postgres.EmbeddedPostgresException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database, the jars and the logs of an installation, as one process has them open. */
final class Storage implements AutoCloseable {

    private final @Nullable EmbeddedPostgres embedded;
    private final Database database;
    private final BlobStore blobs;
    private final LogStore logs;

    private Storage(@Nullable EmbeddedPostgres embedded, Database database, BlobStore blobs, LogStore logs) {
        this.embedded = embedded;
        this.database = database;
        this.blobs = blobs;
        this.logs = logs;
    }

    /**
     * Opens everything, starting the embedded PostgreSQL where no other is named.
     *
     * @param migrate whether to bring the schema up to this release; otherwise it must be that already
     */
    static Storage open(
            Home home, Optional<JdbcSettings> named, String applicationName, int connections, boolean migrate) {
        Pause pause = Thread::sleep; // the one place where a process really waits
        EmbeddedPostgres embedded = null;
        try {
            JdbcSettings settings;
            if (named.isPresent()) {
                settings = named.get();
            } else {
                embedded = EmbeddedPostgres.start(home.folder(), EmbeddedPostgresConfig.durable(), pause);
                settings = embedded.settings();
            }
            Database database = Database.open(settings, DatabaseConfig.of(applicationName, connections), pause);
            if (migrate) {
                int ignored = database.migrate();
            } else {
                database.requireCurrentSchema();
            }
            return new Storage(embedded, database, new FileBlobStore(home.store()), new FileLogStore(home.logs()));
        } catch (EmbeddedPostgresException | DatabaseUnavailableException e) {
            close(embedded);
            throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } catch (SchemaException e) {
            close(embedded);
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        }
    }

    Database database() {
        return database;
    }

    BlobStore blobs() {
        return blobs;
    }

    LogStore logs() {
        return logs;
    }

    /** Starts the embedded server again if somebody killed it; nothing where the database is another one. */
    void keepAlive() {
        if (embedded != null) {
            boolean ignored = embedded.restartIfDead();
        }
    }

    @Override
    public void close() {
        database.close();
        close(embedded);
    }

    private static void close(@Nullable EmbeddedPostgres embedded) {
        if (embedded != null) {
            embedded.close();
        }
    }
}
