package dev.rondo.metadata.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A process that uses a home, for tests that kill it. Arguments: home, folder of installations ("-": in the home), what
 * to do. Says {@code UP <origin>} or {@code REFUSED <problem>: <message>} first. To {@code hold} is to wait for a line
 * and close; to {@code write} is to insert numbers, each in its own transaction, and say each after its commit.
 */
final class HomeUserMain {

    private HomeUserMain() {}

    public static void main(String[] args) throws IOException, SQLException {
        EmbeddedPostgresConfig config = EmbeddedPostgresConfig.durable();
        if (!args[1].equals("-")) {
            config = config.withInstallations(Path.of(args[1]));
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(args[0]), config, Thread::sleep)) {
            say("UP " + server.origin());
            if (args[2].equals("write")) {
                write(server);
            }
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } catch (EmbeddedPostgresException e) {
            say("REFUSED " + e.problem() + ": " + String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }

    private static void write(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = Homes.connect(server.settings());
                Statement statement = connection.createStatement()) {
            statement.execute("create table said (number bigint primary key)");
            try (PreparedStatement insert = connection.prepareStatement("insert into said values (?)")) {
                for (long number = 1; ; number++) {
                    insert.setLong(1, number);
                    insert.execute();
                    say(Long.toString(number));
                }
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
