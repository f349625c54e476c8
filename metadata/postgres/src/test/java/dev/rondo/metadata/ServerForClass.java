package dev.rondo.metadata;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.postgres.EmbeddedPostgresConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server for one test class: this module's tests cannot use the shared one, which is built on this module. */
final class ServerForClass implements BeforeAllCallback, AfterAllCallback {

    static final Pause PAUSE = duration -> LockSupport.parkNanos(duration.toNanos());

    private @Nullable EmbeddedPostgres server;

    JdbcSettings settings() {
        return Objects.requireNonNull(server).settings();
    }

    Connection connect() throws SQLException {
        JdbcSettings main = settings();
        return DriverManager.getConnection(main.url(), main.user(), main.password());
    }

    /** A fresh, empty database. */
    JdbcSettings createDatabase(String name) {
        JdbcSettings main = settings();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new JdbcSettings(
                main.url().substring(0, main.url().lastIndexOf('/') + 1) + name, main.user(), main.password());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String name = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
        server = EmbeddedPostgres.start(
                Path.of("target/home-of-" + name),
                EmbeddedPostgresConfig.disposable().withInstallations(Path.of("target/postgres")),
                PAUSE);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Objects.requireNonNull(server).close();
    }
}
