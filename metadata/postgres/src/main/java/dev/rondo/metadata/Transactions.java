package dev.rondo.metadata;

import dev.rondo.core.time.Pause;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in a transaction, and again when the database asks for it: the only place where serialization failures and
 * deadlocks are retried. So the work must have no effect but on the database, and use no context but the one it is
 * given.
 *
 * <p>Isolation is PostgreSQL's default, read committed. Not to be nested, but by {@link #together}: an inner
 * transaction would take a second connection and wait for its own outer one when the pool is empty.
 *
 * <p>How a call ends: with the work's result (committed), {@link DatabaseUnavailableException} (nothing happened, try
 * later), {@link CommitUnknownException} (re-read), or whatever the work threw (rolled back).
 */
public final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /**
     * With waits that double from 2 ms to 200 ms, some 0.4 s in all: a deadlock of two is over after the first, and
     * what lasts longer is a wrong order of locks, which must be seen.
     */
    private static final int MAX_TRIES = 8;

    private static final long FIRST_WAIT_MICROS = 2_000;
    private static final long LONGEST_WAIT_MICROS = 200_000;

    private final DataSource connections;
    private final Pause pause;
    private final RandomGenerator random;
    private final Configuration configuration;
    /** The transaction that this thread is in {@link #together}. */
    private final ScopedValue<Pipeline> joined = ScopedValue.newInstance();

    public Transactions(DataSource connections, Pause pause, RandomGenerator random) {
        this.connections = connections;
        this.pause = pause;
        this.random = random;
        this.configuration = configuration();
    }

    private static Configuration configuration() {
        // Without the schema's name the same statements run in any schema; without the log of statements a context is
        // cheap.
        Settings settings = new Settings().withRenderSchema(false).withExecuteLogging(false);
        return new DefaultConfiguration().set(SQLDialect.POSTGRES).set(settings);
    }

    /** Sets up what the first transaction needs, for whoever has time now: it takes no database. */
    public static void loadAhead() {
        String ignored = DSL.using(configuration()).selectOne().getSQL();
    }

    /** Runs work without a result, see {@link #call}. */
    public void run(Consumer<DSLContext> work) {
        call(context -> {
            work.accept(context);
            return null;
        });
    }

    /**
     * Runs the work and commits.
     *
     * @return what the work returned, in the try that was committed
     */
    public <T extends @Nullable Object> T call(Function<DSLContext, T> work) {
        return pipelined(pipeline -> work.apply(pipeline.context()));
    }

    /**
     * Runs work some of whose statements wait for each other, see {@link Pipeline}, and commits.
     *
     * @return what the work returned, in the try that was committed
     */
    public <T extends @Nullable Object> T pipelined(Function<Pipeline, T> work) {
        if (joined.isBound()) {
            return work.apply(joined.get());
        }
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (RuntimeException e) {
                if (tries == MAX_TRIES || !SqlStates.isWorthRetrying(e)) {
                    throw e;
                }
                LOG.atDebug().addKeyValue("tries", tries).setCause(e).log("transaction was rolled back, trying again");
                waitBefore(tries, e);
            }
        }
    }

    /**
     * Runs work whose parts each run through these transactions, as calls of several stores: on this thread, all of
     * them are one transaction, committed when the work returns. As with {@link #call}, it may run again.
     *
     * @return what the work returned, in the try that was committed
     */
    public <T extends @Nullable Object> T together(Supplier<T> work) {
        return pipelined(pipeline -> ScopedValue.where(joined, pipeline).call(work::get));
    }

    private <T extends @Nullable Object> T once(Function<Pipeline, T> work) {
        try (Connection connection = connect()) {
            Pipeline pipeline = new Pipeline(connection, configuration);
            T result = worked(connection, pipeline, work);
            commit(connection, pipeline);
            return result;
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("a connection could not be given back", e);
        }
    }

    private Connection connect() {
        try {
            return connections.getConnection();
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("no connection to the database: " + reason(e), e);
        }
    }

    private static <T extends @Nullable Object> T worked(
            Connection connection, Pipeline pipeline, Function<Pipeline, T> work) {
        boolean isDone = false;
        try {
            connection.setAutoCommit(false);
            T result = work.apply(pipeline);
            isDone = true;
            return result;
        } catch (SQLException | DataAccessException e) {
            if (SqlStates.isConnectionLost(e)) {
                throw new DatabaseUnavailableException("the connection broke before the commit: " + reason(e), e);
            }
            if (SqlStates.isServersTrouble(e)) {
                throw new DatabaseUnavailableException("the database cannot do it now: " + reason(e), e);
            }
            if (SqlStates.isOfRetiredKey(e)) {
                throw new RetiredKeyException(e);
            }
            throw e instanceof DataAccessException known ? known : new DataAccessException("transaction failed", e);
        } finally {
            if (!isDone) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // A broken connection: the server rolls back by itself, and the pool drops it.
            LOG.atDebug().setCause(e).log("rollback was not answered");
        }
    }

    private static void commit(Connection connection, Pipeline pipeline) {
        try {
            pipeline.commit();
        } catch (SQLException e) {
            rollBack(connection); // what went with the commit may have failed
            if (SqlStates.isConnectionLost(e)) {
                throw new CommitUnknownException(e);
            }
            if (SqlStates.isServersTrouble(e)) {
                throw new DatabaseUnavailableException("the database cannot commit now: " + reason(e), e);
            }
            if (SqlStates.isOfRetiredKey(e)) {
                throw new RetiredKeyException(e);
            }
            throw new DataAccessException("commit refused, all was rolled back", e);
        }
    }

    private void waitBefore(int tries, RuntimeException lost) {
        long ceiling = Math.min(FIRST_WAIT_MICROS << (tries - 1), LONGEST_WAIT_MICROS);
        try {
            // Anything up to the ceiling: two that met must not meet again.
            pause.pause(Duration.of(random.nextLong(ceiling) + 1, ChronoUnit.MICROS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost.addSuppressed(e);
            throw lost;
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + " (" + cause.getMessage() + ")";
    }
}
