package dev.rondo.metadata;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rondo.core.time.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * A process's way to its database: a small pool, and the transactions that run on it. One per process, closed by its
 * composition root. Any thread may use it.
 */
public final class Database implements AutoCloseable {

    /** Connections kept while nothing happens: enough to answer at once, and 60 s later a burst's others are gone. */
    private static final int IDLE_CONNECTIONS = 2;

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    private final JdbcSettings settings;
    private final DatabaseConfig config;
    private final Pause pause;
    private final HikariDataSource pool;
    private final Transactions transactions;
    private final List<HikariDataSource> own = new CopyOnWriteArrayList<>();

    private Database(JdbcSettings settings, DatabaseConfig config, HikariDataSource pool, Pause pause) {
        this.settings = settings;
        this.config = config;
        this.pause = pause;
        this.pool = pool;
        this.transactions = new Transactions(pool, pause, RandomGenerator.getDefault());
    }

    /**
     * Connects, and checks that the server is new enough.
     *
     * @throws DatabaseUnavailableException if it cannot be reached within the connect timeout
     * @throws SchemaException if the server is too old
     */
    public static Database open(JdbcSettings settings, DatabaseConfig config, Pause pause) {
        HikariDataSource pool = new HikariDataSource(poolConfig(settings, config, Connections.INIT_SQL));
        try (Connection connection = pool.getConnection()) {
            ServerVersion.require(connection);
            return new Database(settings, config, pool, pause);
        } catch (SQLException e) {
            pool.close();
            throw new DatabaseUnavailableException("cannot connect to " + settings + ": " + reason(e), e);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    public Transactions transactions() {
        return transactions;
    }

    /**
     * Transactions for one thread that must not wait for others: on a connection beside the pool, which stays open
     * until this is closed. PostgreSQL plans their statements once, without looking at the values: a statement over a
     * set of rows would be planned at each use, for three times as long as it takes to carry out. So it is for
     * statements whose plan does not depend on values.
     */
    public Transactions ofItsOwn() {
        HikariConfig one = poolConfig(settings, config, Connections.INIT_SQL + "; " + Connections.PLAN_ONCE);
        one.setPoolName(config.applicationName() + "-own");
        one.setMaximumPoolSize(1);
        one.setMinimumIdle(1);
        one.setIdleTimeout(0); // the one is kept anyway, and the pool says so in a warning
        HikariDataSource connections = new HikariDataSource(one);
        own.add(connections);
        return new Transactions(connections, pause, RandomGenerator.getDefault());
    }

    /** For those who need a connection of their own beside the pool, to listen for notifications. */
    public JdbcSettings settings() {
        return settings;
    }

    /** Brings the schema up to this release, see {@link Migrations#migrate}. */
    public int migrate() {
        return hasBundledSchema() ? 0 : Migrations.bundled(settings).migrate();
    }

    /** @throws SchemaException saying what to run if the schema is not this release's */
    public void requireCurrentSchema() {
        if (!hasBundledSchema()) {
            Migrations.bundled(settings).requireCurrent();
        }
    }

    private boolean hasBundledSchema() {
        try (Connection connection = pool.getConnection()) {
            return BundledSteps.onClassPath().areTakenIn(connection);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("cannot connect to " + settings + ": " + reason(e), e);
        }
    }

    /** The newest step that the schema has, such as {@code 1}; {@code none} where there is no schema of Rondo. */
    public String schemaVersion() {
        return Migrations.bundled(settings).newestTaken();
    }

    /** Waits for nobody: connections in use are cut. Finish the work first. */
    @Override
    public void close() {
        own.forEach(HikariDataSource::close);
        pool.close();
    }

    private static HikariConfig poolConfig(JdbcSettings settings, DatabaseConfig config, String initSql) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(config.applicationName());
        pool.setJdbcUrl(settings.url());
        pool.setDataSourceProperties(Connections.properties(settings, config));
        pool.setMaximumPoolSize(config.poolSize());
        pool.setMinimumIdle(Math.min(IDLE_CONNECTIONS, config.poolSize()));
        pool.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        // Else the pool asks for it, and goes on with none where the connection breaks just then: an error that looks
        // as if waiting would not help.
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionTimeout(config.connectTimeout().toMillis());
        pool.setConnectionInitSql(initSql);
        // Do not fail in the constructor: the first connection is asked for right after it, with a better message.
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    private static String reason(SQLException e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : String.valueOf(e.getCause().getMessage());
    }
}
