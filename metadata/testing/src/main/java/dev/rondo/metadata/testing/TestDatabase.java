package dev.rondo.metadata.testing;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.DatabaseConfig;
import dev.rondo.metadata.JdbcSettings;

/** A database of a test's own; {@link #close} drops it, with whoever is still connected. */
public final class TestDatabase implements AutoCloseable {

    private final JdbcSettings settings;
    private final Runnable drop;

    TestDatabase(JdbcSettings settings, Runnable drop) {
        this.settings = settings;
        this.drop = drop;
    }

    public JdbcSettings settings() {
        return settings;
    }

    /** Opens it with a pool of this size; the caller closes. */
    public Database open(int poolSize) {
        return Database.open(settings, DatabaseConfig.of("rondo-test", poolSize), TestPause::pause);
    }

    @Override
    public void close() {
        drop.run();
    }
}
