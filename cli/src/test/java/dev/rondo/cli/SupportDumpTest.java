package dev.rondo.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code rondo support dump}: of a standalone that runs, and of a home where nothing does. */
@ExtendWith(RunningRondo.Extension.class)
class SupportDumpTest {

    private static final String VALUE = "hunter-of-secrets";

    private final RunningRondo rondo;
    private final Shell shell;

    @TempDir
    Path folder;

    SupportDumpTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
    }

    // Its run cannot end, and others count what there is.
    @AfterEach
    void remove() {
        shell.rondo("dags", "pause", "hello");
        shell.rondo("variables", "delete", "api_key");
        shell.rondo("connections", "delete", "lake");
        shell.rondo("pools", "set", "default_pool", "128");
    }

    private static Map<String, String> entries(Path zip) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
            }
        }
        return entries;
    }

    @Test
    void a_dump_of_a_server_that_runs_holds_all_there_is_and_no_secret() throws IOException {
        shell.done("variables", "set", "api_key", VALUE);
        shell.done("connections", "add", "lake", "--conn-uri", "postgres://ann:" + VALUE + "@db:5432/sales");
        shell.done("pools", "set", "default_pool", "0");
        shell.done("dags", "unpause", "hello");
        shell.done("dags", "trigger", "hello", "--run-id", "dumped", "--logical-date", "none", "--conf", "{\"a\":1}");
        rondo.await(
                "the task to wait for a slot",
                () -> shell.done("tasks", "why", "hello", "dumped", "work").contains("default_pool"));
        Path zip = folder.resolve("dump.zip");

        Shell.Result result = shell.rondo("support", "dump", zip.toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo(zip + " is written\n");
        assertThat(Files.getPosixFilePermissions(zip)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Map<String, String> entries = entries(zip);
        assertThat(entries.get("missing.txt")).isEqualTo("database/slow-statements.jsonl: " + NOT_COUNTED + "\n");
        assertThat(entries)
                .containsKeys("server/version.json", "settings-problems.txt", "database/sessions.jsonl", "server.json");
        assertThat(entries.get("settings.txt")).contains("RONDO_HOME=" + rondo.home());
        assertThat(entries.get("database/open-instances.jsonl")).contains("\"run_id\":\"dumped\"", "scheduled");
        assertThat(entries.get("server/why-tasks-wait.jsonl")).contains("default_pool");
        assertThat(entries.getOrDefault("database/jobs.jsonl", "").lines().map(SupportDumpTest::kind))
                .contains("scheduler", "dag-processor");
        assertThat(entries.get("database/workers.jsonl")).contains("\"lease_left\":\"00:00:");
        assertThat(entries.get("threads/" + ProcessHandle.current().pid() + ".txt"))
                .contains("\"engine\"", "% used [");
        assertThat(entries.get("logs/postgres/server.log")).contains("ready to accept connections");
        assertThat(String.join("\n", entries.values()))
                .doesNotContain(VALUE)
                .doesNotContain(
                        Files.readString(rondo.home().resolve("admin-password")).strip())
                .doesNotContain(Files.readString(rondo.home().resolve("postgres/password"))
                        .strip());
    }

    @Test
    void what_a_url_of_a_database_holds_beside_its_place_is_in_no_dump() throws IOException {
        JdbcSettings settings = EmbeddedPostgres.findRunning(rondo.home()).orElseThrow();
        Path zip = folder.resolve("dump.zip");

        Shell.Result result = shell.with("RONDO_DATABASE_URL", settings.url() + "?sslpassword=" + VALUE)
                .with("RONDO_DATABASE_USER", settings.user())
                .with("RONDO_DATABASE_PASSWORD", settings.password())
                .rondo("support", "dump", zip.toString());

        assertThat(result.code()).as(result.err()).isZero();
        Map<String, String> entries = entries(zip);
        assertThat(entries.get("database/about.txt")).startsWith(settings.url() + " as " + settings.user() + "\n");
        assertThat(String.join("\n", entries.values())).doesNotContain(VALUE).doesNotContain(settings.password());
    }

    private static final String NOT_COUNTED = "ERROR: relation \"pg_stat_statements\" does not exist";

    private static String kind(String job) {
        return ((JsonObject) JsonValue.parse(job)).findString("kind").orElseThrow();
    }

    @Test
    void where_nothing_runs_it_says_what_is_missing_and_starts_nothing() throws IOException {
        Path zip = folder.resolve("dump.zip");
        Path home = Files.createDirectory(folder.resolve("home"));

        Shell.Result result = new Shell(Map.of("RONDO_HOME", home.toString(), "RONDO_API_URL", "http://127.0.0.1:1"))
                .rondo("support", "dump", zip.toString());

        assertThat(result.code()).isZero();
        assertThat(entries(zip).get("missing.txt"))
                .contains("database/about.txt: the embedded PostgreSQL of " + home + " does not run")
                .contains("server/health.json: ");
        assertThat(result.err()).contains("missing: database/about.txt: ");
        assertThat(home).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "RONDO_API_URL, server, server/health.json",
        "RONDO_TLS_CA, /nowhere/ca.pem, server/health.json",
        "RONDO_PROFILE, of-nobody, server/health.json",
        "RONDO_DATABASE_URL, mysql://db, database/about.txt"
    })
    void a_setting_that_is_wrong_costs_what_goes_by_it_and_nothing_else(String name, String value, String without)
            throws IOException {
        Path zip = folder.resolve("dump.zip");

        Shell.Result result = shell.with(name, value).rondo("support", "dump", zip.toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(entries(zip))
                .doesNotContainKey(without)
                .containsKeys("logs/postgres/server.log", "settings-problems.txt")
                .hasEntrySatisfying(
                        "missing.txt", missing -> assertThat(missing).contains(without + ": "));
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        Shell.Result result =
                shell.rondo("support", "dump", folder.resolve("none/dump.zip").toString());

        assertThat(result.code()).isEqualTo(73);
        assertThat(result.err()).contains("none/dump.zip: there is no such folder");
    }

    @Test
    void a_file_that_is_there_already_stays_as_it_is() throws IOException {
        Path zip = Files.writeString(folder.resolve("dump.zip"), "mine");

        Shell.Result result = shell.rondo("support", "dump", zip.toString());

        assertThat(result.code()).isEqualTo(73);
        assertThat(result.err()).contains("is there already; name another file");
        assertThat(zip).hasContent("mine");
    }
}
