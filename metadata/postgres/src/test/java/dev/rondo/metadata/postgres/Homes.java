package dev.rondo.metadata.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.JdbcSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Home folders for one test: made on demand, and at its end without a server and deleted. */
final class Homes implements AfterEachCallback {

    static final Pause PAUSE = duration -> {
        LockSupport.parkNanos(duration.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    };

    /** Unpacked once for all tests of a build. */
    private static final Path INSTALLATIONS = Path.of("target/postgres");

    private final List<Path> made = new ArrayList<>();

    Path create() throws IOException {
        return create("home");
    }

    /** One that has data already, as if a server had been started and stopped there: quicker than initdb. */
    Path createWithData() throws IOException {
        Path template = Path.of("target/home-template");
        if (Files.notExists(template.resolve("postgres/data"))) {
            start(template).close();
        }
        Path home = create();
        Path postgres = Files.createDirectory(home.resolve("postgres"));
        for (String part : List.of("data", "password")) {
            String from =
                    template.resolve("postgres").resolve(part).toAbsolutePath().toString();
            OsCommand.Result copy =
                    OsCommand.run(List.of("cp", "-a", from, postgres.toString()), postgres, Duration.ofMinutes(1));
            assertThat(copy.ok()).as(copy.output()).isTrue();
        }
        return home;
    }

    /** A folder that every OS user may enter. */
    Path create(String name) throws IOException {
        Path above = Files.createTempDirectory("rondo-home-test");
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
        made.add(above);
        return Files.createDirectory(above.toRealPath().resolve(name));
    }

    static EmbeddedPostgresConfig disposable() {
        return EmbeddedPostgresConfig.disposable().withInstallations(INSTALLATIONS);
    }

    static EmbeddedPostgresConfig durable() {
        return EmbeddedPostgresConfig.durable().withInstallations(INSTALLATIONS);
    }

    static EmbeddedPostgres start(Path home) {
        return EmbeddedPostgres.start(home, disposable(), PAUSE);
    }

    static Optional<Postmaster> running(Path home) {
        return Postmaster.find(new PostgresHome(home.resolve("postgres")));
    }

    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        while (process.isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    static void execute(JdbcSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String query(JdbcSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static Connection connect(JdbcSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (Path above : made) {
            try (var homes = Files.list(above)) {
                homes.forEach(home -> running(home).ifPresent(server -> kill(server.process())));
            }
            DurableFiles.deleteTree(above);
        }
    }
}
