package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.Home;
import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.testing.TestKeys;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import dev.rondo.webserver.auth.Passwords;
import dev.rondo.webserver.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault is made, found, and gone when it is mended. */
@ExtendWith(PostgresExtension.class)
class DoctorTest {

    @TempDir
    private Path home;

    private final ShellOnDatabase database;
    private Shell shell = new Shell(Map.of());

    DoctorTest(TestDatabase test) {
        database = new ShellOnDatabase(test.settings());
    }

    @BeforeEach
    void open() throws SQLException {
        shell = database.at(home);
        change("truncate job, worker, secret_setting, app_user cascade");
    }

    private void change(String sql) throws SQLException {
        database.change(sql);
    }

    private record Examined(int code, List<JsonObject> findings) {
        List<String> codes() {
            return findings.stream().map(each -> text(each, "code")).toList();
        }

        JsonObject only(String code) {
            List<JsonObject> found = findings.stream()
                    .filter(each -> text(each, "code").equals(code))
                    .toList();
            assertThat(found).as(code + " in " + findings).hasSize(1);
            return found.getFirst();
        }
    }

    private static String text(JsonObject object, String key) {
        return object.findString(key).orElseThrow();
    }

    private static Examined examine(Shell shell, String... options) {
        Shell.Result result = shell.rondo(Stream.concat(Stream.of("doctor", "-o", "json"), Stream.of(options))
                .toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        List<JsonObject> findings = new ArrayList<>();
        ((JsonArray) JsonValue.parse(result.out())).elements().forEach(each -> findings.add((JsonObject) each));
        assertThat(findings).allSatisfy(finding -> {
            assertThat(text(finding, "what")).isNotBlank();
            assertThat(text(finding, "where")).isNotBlank();
            assertThat(text(finding, "mend")).isNotBlank();
        });
        return new Examined(result.code(), findings);
    }

    /** Of an error the command ends with 78, whatever else there is. */
    private static void assertError(Examined examined, String code, String what, String where) {
        JsonObject finding = examined.only(code);
        assertThat(text(finding, "gravity")).isEqualTo("error");
        assertThat(text(finding, "what")).contains(what);
        assertThat(text(finding, "where")).contains(where);
        assertThat(examined.code()).isEqualTo(78);
    }

    private static void assertWarning(Examined examined, String code, String what, String where) {
        JsonObject finding = examined.only(code);
        assertThat(text(finding, "gravity")).isEqualTo("warning");
        assertThat(text(finding, "what")).contains(what);
        assertThat(text(finding, "where")).contains(where);
        assertThat(examined.code()).isNotZero();
    }

    @Test
    void what_is_in_order_is_not_found() {
        assertThat(examine(shell).codes())
                .contains("NOT_RUNNING")
                .isSubsetOf(
                        "NOT_RUNNING", "NOT_DURABLE", "DISK_NEARLY_FULL", "DISK_FULL", "PORT_TAKEN", "DATABASE_ZONE");
    }

    @Test
    void a_home_that_is_none() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");

        assertError(
                examine(shell.with("RONDO_HOME", file.toString())),
                "HOME_NOT_WRITABLE",
                "is no folder",
                file.toString());
        Examined none = examine(shell.with("RONDO_HOME", home.resolve("none").toString()));
        assertThat(text(none.only("NO_HOME"), "gravity")).isEqualTo("note");
        assertThat(home.resolve("none")).as("a look makes nothing").doesNotExist();
    }

    @Test
    void a_secret_that_others_can_read() throws IOException {
        Path secret = Files.writeString(home.resolve("worker-token"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertError(examine(shell), "SECRET_READABLE", "others can read", secret.toString());

        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));

        assertThat(examine(shell).codes()).doesNotContain("SECRET_READABLE");
    }

    @Test
    void machines_that_are_too_small_or_too_old() {
        MachineChecks checks = new MachineChecks(new Home(home), Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(checks.home(Long.MAX_VALUE, 0)).extracting(Finding::code).containsExactly("DISK_NEARLY_FULL");
        assertThat(checks.home(Long.MAX_VALUE, Long.MAX_VALUE)).singleElement().satisfies(full -> {
            assertThat(full.code()).isEqualTo("DISK_FULL");
            assertThat(full.gravity()).isEqualTo(Finding.Gravity.ERROR);
            assertThat(full.what()).matches("\\d+ MiB are free");
        });
        assertThat(checks.home(0, 0)).isEmpty();
        assertThat(checks.java(24)).extracting(Finding::code).containsExactly("JAVA_TOO_OLD");
        assertThat(checks.java(25)).isEmpty();
    }

    @Test
    void settings_that_nobody_reads_or_would_take() {
        assertError(examine(shell.with("RONDO_HOEM", "/x")), "SETTING", "RONDO_HOEM", "environment");
        assertError(
                examine(shell.with("RONDO_RETENTION_DAYS", "soon")), "SETTING", "RONDO_RETENTION_DAYS", "environment");
    }

    @Test
    void a_certificate_that_ends() throws Exception {
        TestKeys keys = TestKeys.make(home, "EC");
        Shell tls = shell.with("RONDO_TLS_CERT", keys.certificate().toString())
                .with("RONDO_TLS_KEY", keys.key().toString());
        Instant end = Tls.ofPem(keys.certificate(), keys.key()).endsAt();

        assertWarning(
                examine(tls.at(end.minus(Duration.ofDays(2)))), "CERTIFICATE_ENDS", end.toString(), "RONDO_TLS_CERT");
        assertError(examine(tls.at(end)), "CERTIFICATE_EXPIRED", end.toString(), "RONDO_TLS_CERT");
        assertThat(examine(tls.at(end.minus(Duration.ofDays(60)))).codes())
                .doesNotContain("CERTIFICATE_ENDS", "CERTIFICATE_EXPIRED");
    }

    @Test
    void a_port_that_something_else_has_and_a_standalone_that_is_gone() throws Exception {
        String port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = Integer.toString(other.getLocalPort());
            Thread closer = Thread.ofVirtual().start(() -> answerNothing(other));
            assertWarning(examine(shell, "--port", port), "PORT_TAKEN", "no Rondo", port);
            TestKeys keys = TestKeys.make(home, "EC");
            Shell tls = shell.with("RONDO_TLS_CERT", keys.certificate().toString())
                    .with("RONDO_TLS_KEY", keys.key().toString());
            JsonObject taken = examine(tls, "--port", port).only("PORT_TAKEN");
            assertThat(text(taken, "gravity")).as("it may be Rondo").isEqualTo("note");
            closer.interrupt();
        }
        Shell.Result none = shell.rondo("doctor", "--port", "70000");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).isEqualTo("rondo: a port is 0 to 65535, was 70000\n");
        Files.writeString(home.resolve("server.json"), "{\"url\":\"http://127.0.0.1:" + port + "\"}");

        assertWarning(examine(shell), "SERVER_DOES_NOT_ANSWER", port, "server.json");
    }

    private static void answerNothing(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                socket.accept().close();
            } catch (IOException e) {
                return; // the end of the test
            }
        }
    }

    @Test
    void folders_of_dags_and_what_is_in_them() throws IOException {
        Path dags = Files.createDirectories(home.resolve("dags"));
        Path broken = Files.writeString(dags.resolve("train.jar"), "PK");
        Path part = Files.writeString(dags.resolve(".train.jar.77.part"), "PK");

        Examined examined = examine(shell);

        assertError(examined, "JAR_BROKEN", "no whole jar", broken.toString());
        assertWarning(examined, "UPLOAD_LEFT", "was cut off", part.toString());
        Path none = home.resolve("none");
        assertError(
                examine(shell, "--dags", none.toString()), "DAGS_FOLDER_UNREADABLE", "no such folder", none.toString());
        Files.delete(broken);
        Files.delete(part);
        assertThat(examine(shell).codes()).doesNotContain("JAR_BROKEN", "UPLOAD_LEFT");
    }

    @Test
    void a_bucket_that_nobody_serves_and_one_that_is_none() {
        assertError(examine(shell, "--dags", "gs://A"), "BUCKET_UNREACHABLE", "no place in a bucket", "gs://A");
        assertError(
                examine(shell.with("RONDO_GCS_ENDPOINT", "http://127.0.0.1:9"), "--dags", "gs://dags-of-nobody/x"),
                "BUCKET_UNREACHABLE",
                "",
                "gs://dags-of-nobody/x");
    }

    @Test
    void a_storage_that_is_no_folder() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");

        assertError(
                examine(shell.with("RONDO_STORAGE", file.toString())), "STORAGE_NOT_WRITABLE", "jars", file.toString());
    }

    @Test
    void a_database_that_does_not_answer_and_none_yet() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String url = "postgresql://127.0.0.1:" + closed + "/rondo";

        assertError(
                examine(shell.with("RONDO_DATABASE_URL", url)), "DATABASE_UNREACHABLE", "cannot connect", "" + closed);
        Examined none = examine(new Shell(Map.of("RONDO_HOME", home.toString())));
        assertThat(text(none.only("NO_DATABASE"), "gravity")).isEqualTo("note");
    }

    @Test
    void a_schema_of_another_release() throws SQLException {
        change("insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success)"
                + " values (999, '999', 'future', 'SQL', 'V999__future.sql', 1, 'test', 1, true)");
        try {
            assertError(examine(shell), "SCHEMA_NEWER", "999", "jdbc:postgresql");
        } finally {
            change("delete from flyway_schema_history where installed_rank = 999");
        }
        change("alter table flyway_schema_history rename to kept_history");
        try {
            Examined behind = examine(shell);
            assertError(behind, "SCHEMA_BEHIND", "no schema of Rondo yet", "jdbc:postgresql");
            assertThat(text(behind.only("SCHEMA_BEHIND"), "mend")).contains("rondo db migrate");
        } finally {
            change("drop table if exists flyway_schema_history");
            change("alter table kept_history rename to flyway_schema_history");
        }
        assertThat(examine(shell).codes()).doesNotContain("SCHEMA_NEWER", "SCHEMA_BEHIND");
    }

    @Test
    void a_database_that_is_set_up_badly() throws SQLException {
        String name =
                database.settings().url().substring(database.settings().url().lastIndexOf('/') + 1);
        change("alter database \"" + name + "\" connection limit 7");
        change("alter database \"" + name + "\" set synchronous_commit = off");
        try {
            Examined examined = examine(shell);

            assertWarning(examined, "FEW_CONNECTIONS", "may have 7 connections", "jdbc:postgresql");
            assertThat(examined.findings()).anyMatch(each -> text(each, "what").contains("synchronous_commit is off"));
            assertThat(examined.code()).isEqualTo(78);
        } finally {
            change("alter database \"" + name + "\" connection limit -1");
            change("alter database \"" + name + "\" reset synchronous_commit");
        }
    }

    @Test
    void a_database_that_does_not_let_all_be_seen() throws SQLException {
        change("alter table job rename to kept_job");
        try {
            Examined examined = examine(shell);

            assertError(examined, "DATABASE_UNREADABLE", "\"job\" does not exist", "jdbc:postgresql");
            assertThat(examined.codes()).as("what was found before").contains("NOT_DURABLE");
        } finally {
            change("alter table kept_job rename to job");
        }
    }

    @Test
    void a_database_that_is_too_old() throws IOException {
        try (OldPostgres old = new OldPostgres(database.settings().url())) {
            assertError(
                    examine(shell.with("RONDO_DATABASE_URL", old.url())),
                    "DATABASE_TOO_OLD",
                    "PostgreSQL 13",
                    "jdbc:postgresql");
        }
        assertThat(examine(shell).codes()).doesNotContain("DATABASE_TOO_OLD");
    }

    @Test
    @Timeout(60) // a server reads its settings when it comes to it
    void a_database_that_does_not_force_what_it_writes_to_the_disk() throws SQLException {
        assertThat(database.value("show fsync")).as("the one of tests is quick").isEqualTo("off");

        Examined quick = examine(shell);

        assertThat(quick.findings())
                .filteredOn(each -> text(each, "what").startsWith("fsync is off"))
                .singleElement()
                .satisfies(fsync -> {
                    assertThat(text(fsync, "code")).isEqualTo("NOT_DURABLE");
                    assertThat(text(fsync, "gravity")).isEqualTo("error");
                    assertThat(text(fsync, "mend")).contains("alter system set fsync = on");
                });
        assertThat(quick.code()).isEqualTo(78);
        change("alter system set fsync = on");
        change("select pg_reload_conf()");
        try {
            while (!database.value("show fsync").equals("on")) {
                Thread.onSpinWait();
            }
            assertThat(examine(shell).findings())
                    .noneMatch(each -> text(each, "what").startsWith("fsync is off"));
        } finally {
            change("alter system reset fsync");
            change("select pg_reload_conf()");
        }
    }

    @ParameterizedTest
    @CsvSource({"PT5S, warning", "PT5M, error"})
    void clocks_that_are_apart(Duration ahead, String gravity) {
        Shell apart =
                new Shell(shell.environment(), () -> shell.clock().instant().plus(ahead));

        JsonObject finding = examine(apart).only("CLOCKS_APART");

        assertThat(text(finding, "gravity")).isEqualTo(gravity);
        assertThat(text(finding, "what")).contains(Long.toString(ahead.toSeconds()));
        assertThat(text(finding, "mend")).contains("NTP");
    }

    private void job(String kind, String lastHeard) throws SQLException {
        change("insert into job (job_id, kind, hostname, pid, version, started_at, latest_heartbeat) values ('" + kind
                + "', '" + kind + "', 'here', 1, '1', now(), now() - interval '" + lastHeard + "')");
    }

    @Test
    void processes_that_are_silent_or_missing() throws SQLException {
        job("scheduler", "0 s");
        job("webserver", "10 min");

        Examined examined = examine(shell);

        assertError(examined, "HEARTBEAT_LOST", "the webserver was last heard of", "jdbc:postgresql");
        assertError(examined, "NOT_RUNNING", "no dag-processor does", "jdbc:postgresql");
        assertError(examined, "NO_WORKER", "tasks wait", "jdbc:postgresql");
        change("update job set latest_heartbeat = now()");
        job("dag-processor", "0 s");
        change("insert into worker values ('w', 'w', 'scheduler', now() + interval '1 min', 1, 1, 'default', '1',"
                + " 'online', now())");
        assertThat(examine(shell).codes()).doesNotContain("HEARTBEAT_LOST", "NOT_RUNNING", "NO_WORKER");
        change("update job set latest_heartbeat = now() - interval '1 h'");
        assertThat(examine(shell).findings())
                .filteredOn(each -> text(each, "code").equals("HEARTBEAT_LOST"))
                .as("all of them were killed")
                .hasSize(3)
                .allMatch(each -> text(each, "gravity").equals("warning"));
    }

    @Test
    void keys_that_are_missing_or_of_another_installation() throws SQLException, IOException {
        change("insert into secret_setting values ('secret-keys', 'sealed:1:AAAA')");

        assertError(
                examine(shell),
                "KEYS_MISSING",
                "copy the file secret-keys",
                home.resolve("secret-keys").toString());
        assertThat(home.resolve("secret-keys")).as("a look makes no keys").doesNotExist();
        Path keys = Files.writeString(home.resolve("secret-keys"), "none of ours");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        assertError(examine(shell), "KEYS_MISSING", "no keys that can be read", keys.toString());
    }

    @Test
    void a_first_password_that_opens_nothing() throws SQLException, IOException {
        Path file = Files.writeString(home.resolve("admin-password"), "first\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String hash = new Passwords(new SecureRandom()).hash("first");
        change("insert into app_user (username, password_hash, role, created_at) values ('admin', '" + hash
                + "', 'admin', now())");
        assertThat(examine(shell).codes()).doesNotContain("ADMIN_PASSWORD_STALE");

        Files.writeString(file, "another\n");

        assertWarning(examine(shell), "ADMIN_PASSWORD_STALE", "opens nothing any more", file.toString());
    }

    @Test
    void it_speaks_in_every_form() {
        Shell none = new Shell(Map.of("RONDO_HOME", home.resolve("none").toString(), "RONDO_HOEM", "x"));

        assertThat(none.rondo("doctor").out()).startsWith("GRAVITY").contains("error", "RONDO_HOEM", "HOW TO MEND IT");
        assertThat(none.rondo("doctor", "-o", "plain").out()).contains("error\tthere is no setting RONDO_HOEM");
        assertThat(none.rondo("doctor", "-o", "yaml").out()).contains("gravity: error", "code: SETTING");
    }
}
