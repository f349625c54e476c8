package dev.rondo.metadata.testing;

import dev.rondo.metadata.JdbcSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The databases on the shared server: {@code test_<pid>_<random>} of the living test processes, and
 * {@code template_<hash of the migrations>}.
 */
final class Catalog {

    private static final String TEST = "test_";
    private static final String TEMPLATE = "migrated_";

    /** Other branches' templates stay for a while: builds of several worktrees take turns. */
    private static final int KEPT_TEMPLATES = 4;

    private final JdbcSettings server;

    /** @param server settings of a database that is never a test's */
    Catalog(JdbcSettings server) {
        this.server = server;
    }

    /** Says whose it is, so that it can be dropped once its process is gone. */
    String newName() {
        return TEST + ProcessHandle.current().pid() + "_"
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
    }

    /** Makes the template if this is the first to ask for it, over all processes. */
    String template(String hash, Consumer<JdbcSettings> migrate) {
        String name = TEMPLATE + hash;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // Held by this session until it is closed: the second process waits and finds the template.
            statement.execute("select pg_advisory_lock(" + name.hashCode() + ")");
            if (!names(statement, name).contains(name)) {
                String draft = newName();
                statement.execute("create database " + draft);
                migrate.accept(TestServer.inDatabase(server, draft));
                statement.execute("alter database " + draft + " rename to " + name);
            }
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException("template database " + name + " cannot be made", e);
        }
    }

    void dropLeftovers() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String name : names(statement, TEST + "%")) {
                long pid = Long.parseLong(name.substring(TEST.length(), name.lastIndexOf('_')));
                if (ProcessHandle.of(pid).isEmpty()) {
                    drop(name);
                }
            }
            List<String> templates = names(statement, TEMPLATE + "%");
            templates.stream().skip(KEPT_TEMPLATES).forEach(this::drop);
        } catch (SQLException e) {
            throw new IllegalStateException("old test databases cannot be dropped", e);
        }
    }

    void drop(String name) {
        execute("drop database if exists " + name + " with (force)");
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("on the shared test server: " + sql, e);
        }
    }

    /** Newest first. */
    private static List<String> names(Statement statement, String pattern) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "select datname from pg_database where datname like '" + pattern + "' order by oid desc")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }
}
