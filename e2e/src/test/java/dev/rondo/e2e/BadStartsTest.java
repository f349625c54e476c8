package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoProcess;
import dev.rondo.e2e.harness.SmallDisk;
import dev.rondo.e2e.harness.TestHome;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Starts of standalone that cannot go well, and ones that must although something was left behind. */
class BadStartsTest {

    private static final int CANT_CREATE = 73;
    private static final int REFUSED = 75;
    private static final int CONFIG = 78;
    private static final int UNAVAILABLE = 69;
    private static final int TERMINATED = 128 + 15;

    private static final int NOBODY = 65_534;

    private final TestHome home = TestHome.fresh();
    private final List<RondoProcess> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(RondoProcess::close);
        home.close();
    }

    private RondoProcess start(Map<String, String> environment, String... options) {
        List<String> words = new ArrayList<>(List.of("standalone", "--no-examples"));
        words.addAll(options.length == 0 ? List.of("--port", "0") : List.of(options));
        RondoProcess process =
                RondoProcess.start("standalone-" + started.size(), Distribution.built(), home, environment, words);
        started.add(process);
        return process;
    }

    private RondoProcess ready() {
        RondoProcess process = start(Map.of());
        process.awaitOutput("is ready");
        return process;
    }

    @Test
    void a_setting_with_a_typo_is_told_with_the_nearest_name() {
        RondoProcess process = start(Map.of("RONDO_HOEM", "/x"));

        assertThat(process.awaitExit()).isEqualTo(CONFIG);
        assertThat(process.output()).contains("rondo: there is no setting RONDO_HOEM; did you mean 'RONDO_HOME'?");
    }

    @Test
    void lint_tells_a_typo_among_all_else() {
        RondoProcess process = RondoProcess.start(
                "lint",
                Distribution.built(),
                home,
                Map.of("RONDO_HOEM", "/x", "RONDO_RETENTION_DAYS", "soon"),
                List.of("config", "lint"));
        started.add(process);

        assertThat(process.awaitExit()).isEqualTo(CONFIG);
        assertThat(process.output())
                .contains("there is no setting RONDO_HOEM")
                .contains("RONDO_RETENTION_DAYS is 'soon'");
    }

    @Test
    void a_wrong_default_argument_is_told() {
        RondoProcess process = start(Map.of("RONDO_DEFAULT_ARGS_RETRYS", "1", "RONDO_DEFAULT_ARGS_POOL_SLOTS", "0"));

        assertThat(process.awaitExit()).isEqualTo(CONFIG);
        assertThat(process.output())
                .contains("there is no option 'retrys'; did you mean 'retries'?")
                .contains("pool_slots is 0: it must be between 1 and 1000000");
    }

    @Test
    void a_port_that_is_taken_is_told_with_the_option() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RondoProcess process = start(Map.of(), "--port", Integer.toString(taken.getLocalPort()));

            assertThat(process.awaitExit()).isEqualTo(UNAVAILABLE);
            assertThat(process.output())
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("--port");
        }
        Await.until("nothing to be left", () -> home.inhabitants().isEmpty());
    }

    @Test
    void a_home_that_cannot_be_written_is_told() {
        RondoProcess process = start(Map.of("RONDO_HOME", "/proc/rondo")); // not even by root

        assertThat(process.awaitExit()).isEqualTo(CANT_CREATE);
        assertThat(process.output())
                .contains("cannot write to /proc/rondo")
                .contains("set RONDO_HOME to another folder");
    }

    @Test
    void a_home_that_is_a_file_is_told() throws IOException {
        Path file = Files.createFile(home.folder().resolve("file"));

        RondoProcess process = start(Map.of("RONDO_HOME", file.toString()));

        assertThat(process.awaitExit()).isEqualTo(CANT_CREATE);
        assertThat(process.output()).contains("cannot write to " + file);
    }

    @Test
    void a_full_disk_is_told() {
        SmallDisk disk = SmallDisk.mount(home, "disk", 30);
        assumeThat(disk.isThere())
                .as("mounting a small disk needs root and is not allowed here")
                .isTrue();

        RondoProcess process = start(Map.of("RONDO_HOME", disk.folder().toString()));

        assertThat(process.awaitExit()).isEqualTo(UNAVAILABLE);
        assertThat(process.output())
                .contains("No space left on device")
                .contains("free some space")
                .doesNotContain("a bug of Rondo");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().transferTo(System.err);
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(String.join(" ", command))
                .isTrue();
        return process.exitValue();
    }

    @Test
    void data_of_another_postgresql_is_told_and_left_alone() throws Exception {
        ready().close();
        Path versionFile = data().resolve("PG_VERSION");
        Files.writeString(versionFile, "15\n");

        RondoProcess process = start(Map.of());

        assertThat(process.awaitExit()).isEqualTo(UNAVAILABLE);
        assertThat(process.output()).contains("was made by PostgreSQL 15").contains("pg_dump");
        assertThat(versionFile).hasContent("15");
    }

    private Path data() {
        return home.folder().resolve("postgres/data");
    }

    @Test
    void a_schema_of_a_newer_rondo_is_told_and_left_alone() throws Exception {
        RondoProcess first = ready();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into flyway_schema_history (installed_rank, version, description, type, script,"
                    + " checksum, installed_by, execution_time, success) values (1000, '999', 'from the future', 'SQL',"
                    + " 'V999__from_the_future.sql', 1, 'rondo', 1, true)");
        }
        first.close();

        RondoProcess process = start(Map.of());

        assertThat(process.awaitExit()).isEqualTo(CONFIG);
        assertThat(process.output()).contains("999").contains("newer");
    }

    private Connection connect() throws SQLException, IOException {
        List<String> postmaster = Files.readAllLines(data().resolve("postmaster.pid"));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postmaster.get(3).strip() + "/rondo",
                "rondo",
                Files.readString(home.folder().resolve("postgres/password")).strip());
    }

    @Test
    void a_second_start_says_who_runs_there() {
        RondoProcess first = ready();

        RondoProcess second = start(Map.of());

        assertThat(second.awaitExit()).isEqualTo(REFUSED);
        assertThat(second.output())
                .contains("Rondo runs on " + home.folder() + " already")
                .contains("\"url\": \"http://127.0.0.1:")
                .contains("\"pid\": " + first.pid());
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void after_kill_9_the_next_start_takes_over_the_postgresql_that_was_left() throws Exception {
        RondoProcess first = ready();
        String postmaster = Files.readAllLines(data().resolve("postmaster.pid")).getFirst();
        first.kill9();

        RondoProcess second = ready();

        assertThat(Files.readAllLines(data().resolve("postmaster.pid")).getFirst())
                .isEqualTo(postmaster);
        second.close();
        Await.until("everything to be gone", () -> home.inhabitants().isEmpty());
    }

    @Test
    void a_plain_user_needs_no_rights_but_to_the_home_and_is_told_of_files_that_are_not_his() throws Exception {
        RondoProcess process = startAsNobody(Map.of());

        process.awaitOutput(RondoProcess.READY);
        home.drop(
                "secret.jar", DagJar.of(Distribution.built()).dag("Secret", """
                public final class Secret implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("secret");
                        dag.task("t").call(() -> 42);
                        return dag;
                    }
                }
                """).bytes(), "rw-------");
        process.awaitOutput("cannot load secret.jar: cannot read secret.jar (no permission); give the OS user 'nobody'"
                + " the right to read it");
        assertThat(run("chmod", "644", home.dags().resolve("secret.jar").toString()))
                .isZero();
        process.awaitOutput("new DAG secret");

        process.sigterm();
        assertThat(process.awaitExit()).isEqualTo(TERMINATED);
        assertThat(process.output()).doesNotContain("a bug of Rondo");
        assertThat(Files.getAttribute(data(), "unix:uid")).isEqualTo(NOBODY);
        Await.until("everything to be gone", () -> home.inhabitants().isEmpty());
    }

    @Test
    void a_home_that_is_another_users_is_told() throws Exception {
        Path other = Files.createDirectory(home.folder().resolve("other"));

        RondoProcess process = startAsNobody(Map.of("RONDO_HOME", other.toString()));

        assertThat(process.awaitExit()).isEqualTo(CANT_CREATE);
        assertThat(process.output())
                .contains("cannot write to " + other + " (no permission); give the user rights to it");
    }

    private RondoProcess startAsNobody(Map<String, String> environment) throws Exception {
        assumeThat(Files.getAttribute(home.folder(), "unix:uid"))
                .as("only root may become another user; every other test here runs as a plain one already")
                .isEqualTo(0);
        assumeThat(Files.isExecutable(Path.of("/usr/bin/setpriv")))
                .as("setpriv")
                .isTrue();
        assertThat(run(
                        "chown",
                        NOBODY + ":" + NOBODY,
                        home.folder().toString(),
                        home.dags().toString()))
                .isZero();
        Map<String, String> all = new HashMap<>(environment);
        all.put("HOME", home.folder().toString());
        all.put("RONDO_AOT", "off"); // made in the home, it would outlive the server there
        RondoProcess process = RondoProcess.start(
                List.of("/usr/bin/setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"),
                "standalone-" + started.size(),
                Distribution.built(),
                home,
                all,
                List.of("standalone", "--no-examples", "--port", "0"));
        started.add(process);
        return process;
    }
}
