package dev.rondo.scheduler.testing;

import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.testing.TestPause;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of one thread, on a connection of their own, that count what is asked of the database: statements that
 * are executed, commits that go by themselves among them, and rows that are read.
 */
public final class CountedStatements implements AutoCloseable {

    private final Connection connection;
    private final Transactions transactions;
    private long statements;
    private long rows;

    public CountedStatements(JdbcSettings settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        this.connection = DriverManager.getConnection(settings.url(), properties);
        Connection counted = counted(Connection.class, connection);
        DataSource one = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return counted;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        this.transactions = new Transactions(one, TestPause::pause, new SplittableRandom(1));
    }

    public Transactions transactions() {
        return transactions;
    }

    /** What was asked by something. */
    public record Asked(long statements, long rows) {}

    /** What some work asks of the database. */
    public Asked by(Runnable work) {
        long statementsBefore = statements;
        long rowsBefore = rows;
        work.run();
        return new Asked(statements - statementsBefore, rows - rowsBefore);
    }

    /** The same object, its calls counted, and so on for the statements and results that it gives. */
    private <T> T counted(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (type == Connection.class && method.getName().equals("close")) {
                        return null; // it is given out again
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        count(method.getName(), result);
                        return wrapped(result);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void count(String method, @Nullable Object result) {
        if (method.startsWith("execute") || method.equals("commit")) {
            statements++;
        } else if (method.equals("next") && Boolean.TRUE.equals(result)) {
            rows++;
        }
    }

    private @Nullable Object wrapped(@Nullable Object result) {
        return switch (result) {
            case PreparedStatement statement -> counted(PreparedStatement.class, statement);
            case ResultSet found -> counted(ResultSet.class, found);
            case null, default -> result;
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
