package dev.rondo.metadata;

import dev.rondo.metadata.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** How PostgreSQL would carry out statements whose values it does not see. */
public final class Plans implements AutoCloseable {

    private final Connection connection;
    private final Statement statement;

    /**
     * Plans for tables that may be empty, where what costs most in large ones may well be the best: forbidden, it is
     * chosen only where nothing else can be.
     *
     * @param forbidden settings of the planner to switch off, such as {@code enable_seqscan}
     */
    public Plans(TestDatabase mine, String... forbidden) throws SQLException {
        // A statement with parameters and without their values goes by the simple protocol alone.
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "user", mine.settings().user(), "password", mine.settings().password(), "preferQueryMode", "simple"));
        connection = DriverManager.getConnection(mine.settings().url(), properties);
        statement = connection.createStatement();
        for (String each : forbidden) {
            statement.execute("set " + each + " = off");
        }
    }

    /** The plans of all that follows are made as if this had been done, in a transaction that is never committed. */
    public void after(String sql) throws SQLException {
        connection.setAutoCommit(false);
        statement.execute(sql);
    }

    /** The plan of a statement, line by line. */
    public List<String> of(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("explain (generic_plan) " + numbered(sql))) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }

    /**
     * The same plan, as it is when it is carried out with these values: without the partitions that they leave out.
     *
     * @param values of its parameters in their order, as SQL
     */
    public List<String> with(String sql, String... values) throws SQLException {
        statement.execute("set plan_cache_mode = force_generic_plan");
        statement.execute("prepare asked as " + numbered(sql));
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("explain execute asked (" + String.join(", ", values) + ")")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        statement.execute("deallocate asked");
        return lines;
    }

    private static String numbered(String sql) {
        AtomicInteger number = new AtomicInteger();
        return Pattern.compile("\\?").matcher(sql).replaceAll(found -> "\\$" + number.incrementAndGet());
    }

    /** The same connection, that notes down what is prepared on it. */
    public static Connection recording(Connection real, Collection<String> statements) {
        return (Connection) Proxy.newProxyInstance(
                Plans.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
