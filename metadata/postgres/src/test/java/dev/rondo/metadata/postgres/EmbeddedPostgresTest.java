package dev.rondo.metadata.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.metadata.JdbcSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedPostgresTest {

    @RegisterExtension
    final Homes homes = new Homes();

    @Test
    void a_new_home_gets_a_server_that_answers_and_keeps_every_commit() throws Exception {
        Path home = homes.create().resolve("not/there/yet");

        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, Homes.durable(), Homes.PAUSE)) {
            JdbcSettings settings = server.settings();

            assertThat(server.origin()).isEqualTo(new EmbeddedPostgres.Started());
            assertThat(Homes.query(settings, "show fsync")).isEqualTo("on");
            assertThat(Homes.query(settings, "show synchronous_commit")).isEqualTo("on");
            assertThat(Homes.query(settings, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Homes.query(settings, "select current_database()")).isEqualTo("rondo");
            assertThat(Homes.query(settings, "show data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void the_password_is_random_and_readable_by_the_owner_alone() throws Exception {
        Path first = homes.create();
        Path second = homes.create();
        Homes.start(first).close();
        Homes.start(second).close();

        Path password = first.resolve("postgres/password");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(password).strip()).hasSize(32);
        assertThat(Files.readString(password)).isNotEqualTo(Files.readString(second.resolve("postgres/password")));
    }

    @Test
    void a_wrong_password_is_refused() throws Exception {
        try (EmbeddedPostgres server = Homes.start(homes.createWithData())) {
            JdbcSettings wrong = new JdbcSettings(server.settings().url(), "rondo", "guessed");

            assertThatThrownBy(() -> Homes.query(wrong, "select 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void rows_and_port_survive_a_stop_and_a_start() throws Exception {
        Path home = homes.createWithData();
        JdbcSettings before;
        try (EmbeddedPostgres server = Homes.start(home)) {
            before = server.settings();
            Homes.execute(before, "create table kept as select 42 as answer");
        }

        assertThat(Homes.running(home)).isEmpty();
        try (EmbeddedPostgres server = Homes.start(home)) {
            assertThat(server.origin()).isEqualTo(new EmbeddedPostgres.Started());
            assertThat(server.settings()).isEqualTo(before);
            assertThat(Homes.query(before, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void a_second_user_of_the_home_shares_the_server_and_the_last_one_stops_it() throws Exception {
        Path home = homes.createWithData();
        EmbeddedPostgres first = Homes.start(home);

        EmbeddedPostgres second = Homes.start(home);

        long self = ProcessHandle.current().pid();
        assertThat(second.origin()).isEqualTo(new EmbeddedPostgres.Attached(List.of(self)));
        assertThat(second.settings()).isEqualTo(first.settings());
        first.close();
        first.close();
        assertThat(Homes.query(second.settings(), "select 1")).isEqualTo("1");
        second.close();
        assertThat(Homes.running(home)).isEmpty();
    }

    @Test
    void stopping_does_not_wait_for_open_connections() throws Exception {
        Path home = homes.createWithData();
        EmbeddedPostgres server = Homes.start(home);

        try (var connection = Homes.connect(server.settings());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table never_committed (n int)");
            server.close();
        }

        assertThat(Homes.running(home)).isEmpty();
    }

    @Test
    void a_killed_server_is_started_again_on_its_port_with_its_rows() throws Exception {
        Path home = homes.createWithData();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, Homes.durable(), Homes.PAUSE)) {
            Homes.execute(server.settings(), "create table kept as select 42 as answer");
            long killed = server.pid();
            Homes.kill(ProcessHandle.of(killed).orElseThrow());

            boolean hadDied = server.restartIfDead();

            assertThat(hadDied).isTrue();
            assertThat(server.pid()).isNotEqualTo(killed);
            assertThat(Homes.query(server.settings(), "select answer from kept"))
                    .isEqualTo("42");
            assertThat(server.restartIfDead()).isFalse();
        }
    }

    @Test
    void a_server_with_other_settings_that_was_left_running_is_restarted_with_ours() throws Exception {
        Path home = homes.createWithData();
        EmbeddedPostgres lost = Homes.start(home);
        forgetUsers(home);

        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, Homes.durable(), Homes.PAUSE)) {
            assertThat(server.pid()).isNotEqualTo(lost.pid());
            assertThat(Homes.query(server.settings(), "show fsync")).isEqualTo("on");
        }
    }

    @Test
    void a_stale_pid_file_whose_number_another_program_has_now_is_no_obstacle() throws Exception {
        Path home = homes.createWithData();
        EmbeddedPostgres server = Homes.start(home);
        Path pidFile = home.resolve("postgres/data/postmaster.pid");
        List<String> lines = Files.readAllLines(pidFile);
        Homes.kill(ProcessHandle.of(server.pid()).orElseThrow());
        server.close();
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        try (EmbeddedPostgres again = Homes.start(home)) {
            assertThat(again.origin()).isEqualTo(new EmbeddedPostgres.Started());
        }
    }

    @Test
    void half_a_data_directory_of_a_killed_start_is_made_anew() throws Exception {
        Path home = homes.create();
        Path half = home.resolve("postgres/data.initialising123/data");
        Files.createDirectories(half.resolve("global"));
        Files.writeString(half.resolve("PG_VERSION"), "18\n");

        try (EmbeddedPostgres server = Homes.start(home)) {
            assertThat(Homes.query(server.settings(), "select 1")).isEqualTo("1");
            assertThat(home.resolve("postgres/data.initialising123")).doesNotExist();
        }
    }

    @Test
    void the_remembered_port_is_given_up_when_a_stranger_listens_there() throws Exception {
        Path home = homes.createWithData();
        int port;
        try (EmbeddedPostgres server = Homes.start(home)) {
            port = portOf(server);
            Homes.execute(server.settings(), "create table kept as select 42 as answer");
        }

        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                EmbeddedPostgres server = Homes.start(home)) {
            assertThat(portOf(server)).isNotEqualTo(stranger.getLocalPort());
            assertThat(Files.readString(home.resolve("postgres/port")).strip())
                    .isEqualTo(Integer.toString(portOf(server)));
            assertThat(Homes.query(server.settings(), "select answer from kept"))
                    .isEqualTo("42");
        }
    }

    @Test
    void a_port_that_was_asked_for_is_not_exchanged_for_another() throws Exception {
        Path home = homes.createWithData();
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = stranger.getLocalPort();
            EmbeddedPostgresConfig config = Homes.disposable().withPort(port);

            assertThatThrownBy(() -> EmbeddedPostgres.start(home, config, Homes.PAUSE))
                    .isInstanceOfSatisfying(
                            EmbeddedPostgresException.class,
                            e -> assertThat(e.problem()).isEqualTo(EmbeddedPostgresException.Problem.PORT_TAKEN))
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void a_server_that_others_use_is_not_moved_to_the_port_that_was_asked_for() throws Exception {
        Path home = homes.createWithData();
        try (EmbeddedPostgres server = Homes.start(home)) {
            EmbeddedPostgresConfig other = Homes.disposable().withPort(portOf(server) + 1);

            assertThatThrownBy(() -> EmbeddedPostgres.start(home, other, Homes.PAUSE))
                    .isInstanceOfSatisfying(
                            EmbeddedPostgresException.class,
                            e -> assertThat(e.problem()).isEqualTo(EmbeddedPostgresException.Problem.HOME_IN_USE))
                    .hasMessageContaining(
                            "for process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void data_of_another_major_version_is_left_alone() throws Exception {
        Path home = homes.createWithData();
        Homes.start(home).close();
        Path version = home.resolve("postgres/data/PG_VERSION");
        Files.writeString(version, "17\n");

        assertThatThrownBy(() -> Homes.start(home))
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.problem())
                                .isEqualTo(EmbeddedPostgresException.Problem.DATA_OF_ANOTHER_VERSION))
                .hasMessageContaining("made by PostgreSQL 17")
                .hasMessageContaining("RONDO_HOME");
        assertThat(version).hasContent("17");
    }

    @Test
    void a_folder_that_is_no_data_directory_is_left_alone() throws Exception {
        Path home = homes.createWithData();
        Homes.start(home).close();
        Files.delete(home.resolve("postgres/data/PG_VERSION"));

        assertThatThrownBy(() -> Homes.start(home))
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.problem()).isEqualTo(EmbeddedPostgresException.Problem.DATA_UNUSABLE))
                .hasMessageContaining("move it away");
    }

    @Test
    void data_without_its_password_is_left_alone() throws Exception {
        Path home = homes.createWithData();
        Homes.start(home).close();
        Files.delete(home.resolve("postgres/password"));

        assertThatThrownBy(() -> Homes.start(home))
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.problem()).isEqualTo(EmbeddedPostgresException.Problem.DATA_UNUSABLE))
                .hasMessageContaining("password is missing");
        assertThat(home.resolve("postgres/password")).doesNotExist();
    }

    @Test
    void a_damaged_server_says_what_it_wrote_to_its_log() throws Exception {
        Path home = homes.createWithData();
        Homes.start(home).close();
        Files.writeString(home.resolve("postgres/data/global/pg_control"), "damaged");

        assertThatThrownBy(() -> Homes.start(home))
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.problem()).isEqualTo(EmbeddedPostgresException.Problem.SERVER_FAILED))
                .hasMessageContaining("pg_control");
    }

    @Test
    void a_home_may_have_blanks_and_apostrophes_in_its_path() throws Exception {
        try (EmbeddedPostgres server = Homes.start(homes.create("O'Brien & Söhne (the 2nd)"))) {
            assertThat(Homes.query(server.settings(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_path_that_a_shell_would_read_otherwise_is_refused() throws Exception {
        Path home = homes.create("costs $HOME");

        assertThatThrownBy(() -> Homes.start(home))
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.problem()).isEqualTo(EmbeddedPostgresException.Problem.HOME_PATH_UNUSABLE))
                .hasMessageContaining("the character '$'");
    }

    private static int portOf(EmbeddedPostgres server) {
        return URI.create(server.settings().url().substring("jdbc:".length())).getPort();
    }

    /** As if the processes that used it had been killed. */
    private static void forgetUsers(Path home) throws IOException {
        DurableFiles.deleteTree(home.resolve("postgres/users"));
    }
}
