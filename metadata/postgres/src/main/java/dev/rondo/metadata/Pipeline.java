package dev.rondo.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on its way. Statements whose answers nobody waits for are kept until one is sent that is waited for,
 * the commit at the latest, and go with it: one round trip for all of them. The server carries them out in the order in
 * which they were given, and none after one that fails.
 *
 * <p>A kept statement that fails makes that call fail with which it was sent.
 */
public final class Pipeline {

    private static final String COMMIT = "COMMIT";

    private final Connection connection;
    private final DSLContext context;
    private final List<String> statements = new ArrayList<>();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Nothing is kept yet.
     *
     * @param configuration for the statements of {@link #context()}, on this connection
     */
    public Pipeline(Connection connection, Configuration configuration) {
        this.connection = connection;
        this.context = configuration.derive(new KeptFirst()).dsl();
    }

    /** For statements that are sent at once, after those that are kept. */
    public DSLContext context() {
        return context;
    }

    /**
     * Keeps a statement.
     *
     * @param sql with a {@code ?} for each parameter
     */
    public void add(String sql, @Nullable Object... parameters) {
        statements.add(sql);
        this.parameters.addAll(Arrays.asList(parameters));
    }

    /** Sends a statement with those that are kept, and reads its result. */
    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        add(sql, parameters);
        int results = statements.size();
        try (PreparedStatement statement = sent()) {
            for (int i = 1; i < results; i++) {
                statement.getMoreResults();
            }
            List<T> read = new ArrayList<>();
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
            }
            return read;
        } catch (SQLException e) {
            throw new DataAccessException("a statement, or one kept before it, failed: " + e.getMessage(), e);
        }
    }

    /** Commits, with what is kept. */
    void commit() throws SQLException {
        if (statements.isEmpty()) {
            connection.commit();
        } else {
            add(COMMIT);
            sent().close();
        }
    }

    private PreparedStatement sent() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(String.join("; ", statements));
        try {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            statements.clear();
            parameters.clear();
            statement.execute();
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** The connection, once what is kept is carried out. */
    private final class KeptFirst implements ConnectionProvider {
        @Override
        public Connection acquire() {
            if (!statements.isEmpty()) {
                try {
                    sent().close();
                } catch (SQLException e) {
                    throw new DataAccessException("a statement that was kept failed: " + e.getMessage(), e);
                }
            }
            return connection;
        }

        @Override
        public void release(Connection released) {}
    }
}
