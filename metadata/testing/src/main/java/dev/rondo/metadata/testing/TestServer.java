package dev.rondo.metadata.testing;

import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.Migrations;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import java.nio.file.Path;

/**
 * The server that the tests of one OS user share, over modules and builds: its home is kept in the folder for temporary
 * files, so that only the first build ever unpacks and initialises. It runs while some test process uses it. Nothing is
 * forced to disk.
 *
 * <p>Tests that stop, kill or reconfigure a server start their own instead.
 */
public final class TestServer implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final Catalog catalog;

    private TestServer(EmbeddedPostgres server, Catalog catalog) {
        this.server = server;
        this.catalog = catalog;
    }

    /** Starts the shared server or attaches to it, and drops what killed test processes left there. */
    public static TestServer start() {
        Path home =
                Path.of(System.getProperty("java.io.tmpdir"), "rondo-test-postgres-" + System.getProperty("user.name"));
        EmbeddedPostgres server = EmbeddedPostgres.start(home, EmbeddedPostgresConfig.disposable(), TestPause::pause);
        Catalog catalog = new Catalog(inDatabase(server.settings(), "postgres"));
        catalog.dropLeftovers();
        return new TestServer(server, catalog);
    }

    /** A fresh database with the bundled migrations; a copy of a template that is migrated once, some 50 ms. */
    public TestDatabase migratedDatabase() {
        String template = catalog.template(
                BundledMigrations.hash(),
                settings -> Migrations.bundled(settings).migrate());
        return database("template " + template);
    }

    /** A fresh database without tables. */
    public TestDatabase emptyDatabase() {
        return database("");
    }

    private TestDatabase database(String options) {
        String name = catalog.newName();
        catalog.execute("create database " + name + " " + options);
        return new TestDatabase(inDatabase(server.settings(), name), () -> catalog.drop(name));
    }

    static JdbcSettings inDatabase(JdbcSettings settings, String database) {
        String url = settings.url();
        return new JdbcSettings(
                url.substring(0, url.lastIndexOf('/') + 1) + database, settings.user(), settings.password());
    }

    /** Leaves the server to the other test processes, or stops it. */
    @Override
    public void close() {
        server.close();
    }
}
