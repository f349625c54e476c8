package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.core.time.Pause;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.DatabaseConfig;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.Patience;
import dev.rondo.metadata.SchemaException;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.blob.BlobStore;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.log.LogStore;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import dev.rondo.metadata.postgres.EmbeddedPostgresException;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.KeyPlace;
import dev.rondo.metadata.secret.SealedStore;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.secret.SecretKeys;
import dev.rondo.metadata.secret.TinkSeals;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The database, and the jars, logs and large values of an installation, as one process has them open. */
final class Storage implements AutoCloseable {

    private static final long LOOK_AFTER_POSTGRES_SECONDS = 1;

    // Servers and their database are often started by one hand at one moment.
    private static final Duration DATABASE_MAY_START = Duration.ofSeconds(60);

    private final OpenParts parts;
    private final Database database;
    private final StoredFiles files;
    private final KeyPlace keys;
    private final Seals seals;
    private final Patience patience;

    private Storage(OpenParts parts, Patience patience, Database database, StoredFiles files, KeyPlace keys) {
        this.parts = parts;
        this.patience = patience;
        this.database = database;
        this.files = files;
        this.keys = keys;
        this.seals = new TinkSeals(keys, new SecretStore(database.transactions()));
    }

    /**
     * What to open.
     *
     * @param home where the embedded PostgreSQL lies
     * @param database another PostgreSQL; empty: the embedded one, started or shared with others on this home
     * @param files where jars, logs and large values are
     * @param applicationName shown by PostgreSQL, such as {@code rondo-scheduler}
     * @param connections most connections at once
     * @param waiting told that the database does not answer and is waited for; empty: it is not waited for
     * @param meanwhile done while the embedded PostgreSQL starts, which is mostly waiting
     */
    record Settings(
            Home home,
            Optional<JdbcSettings> database,
            Place files,
            String applicationName,
            int connections,
            Optional<Consumer<String>> waiting,
            Runnable meanwhile) {}

    /**
     * Opens everything and brings the schema up to this release.
     *
     * @throws CommandException when the database cannot be reached, or is a newer release's
     */
    static Storage openAndMigrate(Settings settings) {
        return open(settings, database -> {
            int ignored = database.migrate();
        });
    }

    /**
     * Opens everything; the schema must be this release's.
     *
     * @throws CommandException when it is not, or the database cannot be reached
     */
    static Storage open(Settings settings) {
        return open(settings, Database::requireCurrentSchema);
    }

    /**
     * Opens everything, whatever the schema is: for those who look at it.
     *
     * @throws CommandException when the database cannot be reached, or is too old
     */
    static Storage openAsItIs(Settings settings) {
        return open(settings, database -> {});
    }

    private interface SchemaStep {
        void on(Database database);
    }

    private static Storage open(Settings settings, SchemaStep schema) {
        Pause pause = Thread::sleep; // the one place where a process really waits
        OpenParts parts = new OpenParts();
        try {
            StoredFiles files = parts.add(new StoredFiles());
            files.open(settings.files(), settings.waiting());
            JdbcSettings jdbc =
                    settings.database().orElseGet(() -> embedded(settings.home(), parts, pause, settings.meanwhile()));
            Patience patience = patience(settings, pause);
            DatabaseConfig config = DatabaseConfig.of(settings.applicationName(), settings.connections());
            Database database = parts.add(patience.until(() -> Database.open(jdbc, config, pause)));
            var _ = patience.until(() -> {
                schema.on(database);
                return database;
            });
            return new Storage(
                    parts,
                    patience,
                    database,
                    files,
                    new KeyFile(settings.home().secretKeys()));
        } catch (EmbeddedPostgresException | DatabaseUnavailableException e) {
            parts.close();
            throw new CommandException(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } catch (SchemaException e) {
            parts.close();
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            parts.close();
            throw new CommandException(
                    ExitCode.CANT_CREATE, "cannot write to " + settings.files() + ": " + e.getMessage(), e);
        }
    }

    private static Patience patience(Settings settings, Pause pause) {
        Duration longest = settings.waiting().isPresent() ? DATABASE_MAY_START : Duration.ZERO;
        Consumer<String> told = settings.waiting().orElse(reason -> {});
        return new Patience(
                longest,
                System::nanoTime,
                pause,
                reason -> told.accept("the database does not answer yet, waiting up to " + longest.toSeconds()
                        + " s for it: " + reason));
    }

    private static JdbcSettings embedded(Home home, OpenParts parts, Pause pause, Runnable meanwhile) {
        Thread beside = Thread.ofPlatform().daemon().name("load-ahead").start(meanwhile);
        EmbeddedPostgres server =
                parts.add(EmbeddedPostgres.start(home.folder(), EmbeddedPostgresConfig.durable(), pause));
        // Classes must not be set up by two threads that come from different ends.
        awaitEnd(beside);
        ScheduledExecutorService chores = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("postgres:watch").factory());
        var _ = chores.scheduleWithFixedDelay(
                () -> restartIfDead(server),
                LOOK_AFTER_POSTGRES_SECONDS,
                LOOK_AFTER_POSTGRES_SECONDS,
                TimeUnit.SECONDS);
        parts.add(chores::shutdownNow);
        return server.settings();
    }

    private static void awaitEnd(Thread beside) {
        try {
            beside.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "interrupted while the embedded PostgreSQL started", e);
        }
    }

    private static void restartIfDead(EmbeddedPostgres server) {
        try {
            boolean ignored = server.restartIfDead();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Storage.class)
                    .atError()
                    .setCause(e)
                    .log("the embedded PostgreSQL died and does not start again");
        }
    }

    Database database() {
        return database;
    }

    /**
     * Does what asks the database while a server starts, again when that has gone away meanwhile.
     *
     * @throws DatabaseUnavailableException when it does not come back in time
     */
    <T> T patiently(Supplier<T> step) {
        return patience.until(step);
    }

    Transactions transactions() {
        return database.transactions();
    }

    BlobStore blobs() {
        return files.blobs();
    }

    LogStore logs() {
        return files.logs();
    }

    /** Opens buckets with the one client that this process has. */
    BucketClients buckets() {
        return files.buckets();
    }

    /** Seals secrets with the keys of the home, and opens them. */
    Seals seals() {
        return seals;
    }

    /** Changes the keys of the home. */
    SecretKeys keys() {
        return new SecretKeys(keys, new SecretStore(database.transactions()), new SealedStore(database.transactions()));
    }

    @Override
    public void close() {
        parts.close();
    }
}
