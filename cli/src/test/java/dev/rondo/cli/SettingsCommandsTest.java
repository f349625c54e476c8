package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pools, variables and connections from the command line, on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
class SettingsCommandsTest {

    private static final List<String> GROUPS = List.of("pools", "variables", "connections");

    private final RunningRondo rondo;
    private final Shell shell;
    private final Map<String, List<String>> there = new HashMap<>();

    @TempDir
    Path folder;

    SettingsCommandsTest(RunningRondo rondo) {
        this.rondo = rondo;
        this.shell = rondo.shell();
    }

    // The others of this class want to find nothing of it, also when it ends half way; other classes share the server.
    @BeforeEach
    void lookWhatIsThere() {
        GROUPS.forEach(group -> there.put(group, names(group)));
    }

    @AfterEach
    void removeWhatIsNew() {
        there.forEach((group, before) -> names(group).stream()
                .filter(name -> !before.contains(name))
                .forEach(name -> ok(group, "delete", name)));
    }

    private List<String> names(String group) {
        return done(group, "list", "-o", "plain")
                .lines()
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
    }

    private String done(String... words) {
        return shell.done(words);
    }

    private void ok(String... words) {
        assertThat(done(words)).isNotNull();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("in.json"), text);
    }

    private String exported(String group) throws IOException {
        Path out = folder.resolve("out.json");
        ok(group, "export", out.toString());
        return Files.readString(out);
    }

    @Test
    void pools_are_set_listed_exported_imported_and_deleted() throws IOException {
        ok("pools", "set", "gpu", "2", "cards");
        ok("pools", "set", "gpu", "3", "more cards", "--include-deferred");

        assertThat(done("pools", "list")).contains("gpu", "more cards", "default_pool");
        assertThat(done("pools", "get", "gpu", "-o", "plain")).contains("slots\t3");
        assertThat(exported("pools"))
                .contains("\"gpu\":{\"slots\":3,\"description\":\"more cards\",\"include_deferred\":true}");
        assertThat(done(
                        "pools",
                        "import",
                        file("{\"tpu\":{\"slots\":1,\"description\":\"x\"}}").toString()))
                .isEqualTo("1 of 1 pools imported\n");
        assertThat(done("pools", "delete", "tpu")).isEqualTo("pool tpu is deleted\n");
        assertThat(shell.rondo("pools", "get", "tpu").code()).isEqualTo(66);
        ok("pools", "delete", "gpu");
    }

    @Test
    void variables_are_set_read_exported_and_imported_and_a_mask_is_no_value() throws IOException {
        ok("variables", "set", "bucket", "gs://x", "--description", "where");
        ok("variables", "set", "api_key", "hunter2");

        assertThat(done("variables", "get", "bucket")).isEqualTo("gs://x\n");
        assertThat(done("variables", "get", "api_key")).isEqualTo("***\n");
        assertThat(done("variables", "get", "none", "--default", "other")).isEqualTo("other\n");
        assertThat(done("variables", "list")).contains("bucket", "where").doesNotContain("gs://x");
        String exported = exported("variables");
        assertThat(exported)
                .isEqualTo("{\"api_key\":\"***\",\"bucket\":{\"value\":\"gs://x\",\"description\":\"where\"}}\n");

        assertThat(done("variables", "import", file(exported).toString())).isEqualTo("1 of 1 variables imported\n");
        assertThat(done("variables", "import", file("{\"bucket\":{\"a\":1}}").toString()))
                .isEqualTo("1 of 1 variables imported\n");
        assertThat(done("variables", "get", "bucket")).isEqualTo("{\"a\":1}\n");
        Shell.Result refused =
                shell.rondo("variables", "import", file("{\"bucket\":\"y\"}").toString(), "-a", "fail");
        assertThat(refused.code()).isEqualTo(75);
        assertThat(refused.err()).startsWith("rondo: there already: bucket; ");

        ok("variables", "delete", "bucket");
        ok("variables", "delete", "api_key");
        assertThat(shell.rondo("variables", "get", "bucket").code()).isEqualTo(66);
    }

    @Test
    void connections_are_added_in_airflows_forms_and_come_back_without_secrets() throws IOException {
        ok("connections", "add", "lake", "--conn-uri", "postgres://ann:hunter2@db:5432/sales?sslmode=require");
        ok("connections", "add", "web", "--conn-json", "{\"conn_type\":\"http\",\"extra\":{\"token\":\"hunter3\"}}");
        ok("connections", "add", "mart", "--conn-type", "mysql", "--conn-host", "m", "--conn-port", "3306");

        assertThat(done("connections", "list"))
                .contains("lake", "5432", "mysql")
                .doesNotContain("hunter");
        assertThat(done("connections", "get", "web", "-o", "plain")).contains("extra\t{\"token\":\"***\"}");
        String exported = exported("connections");
        assertThat(exported).contains("\"host\":\"db\"", "\"password\":\"***\"").doesNotContain("hunter");

        assertThat(done("connections", "import", file(exported).toString(), "--overwrite"))
                .isEqualTo("3 of 3 connections imported\n");
        assertThat(done(
                        "connections",
                        "import",
                        file("{\"mart\":\"mysql://x\",\"new\":\"http://h\"}").toString()))
                .isEqualTo("1 of 2 connections imported; the others are there already and stay as they are\n");
        assertThat(done("connections", "get", "mart", "-o", "plain")).contains("host\tm");
    }

    @Test
    void a_connection_is_tried_by_a_worker() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        ok(
                "connections",
                "add",
                "rondo",
                "--conn-uri",
                "http://" + URI.create(rondo.url()).getAuthority());
        ok("connections", "add", "shut", "--conn-uri", "redis://:hunter22@127.0.0.1:" + closed);

        String works = done("connections", "test", "rondo");
        Shell.Result fails = shell.rondo("connections", "test", "shut", "-o", "json");
        Shell.Result unknown = shell.rondo("connections", "test", "nowhere");
        Shell.Result nobody = shell.rondo("connections", "test", "rondo", "--queue", "nobody's");

        assertThat(works).isEqualTo("connection rondo works: GET " + rondo.url() + " was answered with 200\n");
        assertThat(fails.code()).isEqualTo(1);
        assertThat(fails.out())
                .startsWith("{\"status\":false,\"message\":\"127.0.0.1:" + closed + " cannot be reached: ")
                .doesNotContain("hunter22");
        assertThat(unknown.code()).isEqualTo(66);
        assertThat(unknown.err()).contains("there is no connection 'nowhere'");
        assertThat(nobody.code()).isEqualTo(69);
        assertThat(nobody.err()).contains("no worker of queue 'nobody's' is connected");
    }

    @Test
    void what_cannot_be_read_is_refused_and_nothing_is_sent() throws IOException {
        assertThat(shell.rondo("connections", "add", "a").err()).contains("exactly one of --conn-uri");
        assertThat(shell.rondo("connections", "add", "a", "--conn-uri", "db").err())
                .contains("no '://'");
        Shell.Result missing =
                shell.rondo("pools", "import", folder.resolve("none").toString());
        assertThat(missing.err()).startsWith("rondo: cannot read ").contains("there is no such file");
        assertThat(missing.code()).isEqualTo(66);
        assertThat(shell.rondo("pools", "import", file("[]").toString()).err()).contains("must be a JSON object");
        assertThat(shell.rondo("pools", "import", file("{\"p\":3}").toString()).err())
                .contains("pool 'p' must be an object");
        assertThat(shell.rondo("connections", "import", file("{\"c\":3}").toString())
                        .code())
                .isEqualTo(2);
    }

    @Test
    void what_is_not_given_of_a_setting_that_is_there_stays() {
        ok("pools", "set", "kept", "2", "cards", "--include-deferred");
        ok("variables", "set", "kept", "a", "--description", "words");

        assertThat(done("pools", "set", "kept", "5")).isEqualTo("pool kept is set\n");
        assertThat(done("variables", "set", "kept", "b")).isEqualTo("variable kept is set\n");

        assertThat(done("pools", "get", "kept", "-o", "plain"))
                .contains("slots\t5", "description\tcards", "include_deferred\ttrue");
        assertThat(done("variables", "list")).contains("words");
        ok("pools", "set", "kept", "5", "--no-include-deferred");
        assertThat(done("pools", "get", "kept", "-o", "plain")).contains("include_deferred\tfalse");
    }

    @Test
    void what_the_server_finds_wrong_is_wrong_usage_and_says_of_which_setting() throws IOException {
        Shell.Result slots = shell.rondo("pools", "set", "p", "-5");
        Shell.Result extra = shell.rondo("connections", "add", "x", "--conn-type", "t", "--conn-extra", "[1]");
        Shell.Result imported = shell.rondo(
                "pools",
                "import",
                file("{\"a\":{\"slots\":1},\"b\":{\"slots\":-5}}").toString());
        Shell.Result standing = shell.rondo("pools", "delete", "default_pool");

        assertThat(slots.code()).isEqualTo(2);
        assertThat(slots.err()).startsWith("rondo: pool 'p': slots: it must be 0 or more");
        assertThat(extra.code()).isEqualTo(2);
        assertThat(extra.err()).contains("its extra is not a JSON object");
        assertThat(imported.code()).isEqualTo(2);
        assertThat(imported.out()).isEqualTo("0 of 2 pools imported\n");
        assertThat(imported.err()).startsWith("rondo: pool 'b': slots: it must be 0 or more");
        assertThat(standing.code()).isEqualTo(2);
        assertThat(standing.err()).contains("tasks that name no pool run in it");
    }

    @Test
    void a_connection_that_is_there_is_not_added_again() {
        ok("connections", "add", "once", "--conn-uri", "http://h");

        Shell.Result again = shell.rondo("connections", "add", "once", "--conn-uri", "http://h");

        assertThat(again.code()).isEqualTo(75);
        assertThat(again.err()).contains("there is a connection 'once' already");
    }

    @Test
    void parts_beside_a_uri_are_refused_but_for_the_description() {
        Shell.Result mixed = shell.rondo(
                "connections",
                "add",
                "mixed",
                "--conn-uri",
                "postgres://h/d",
                "--conn-login",
                "ann",
                "--conn-port",
                "5");

        assertThat(mixed.code()).isEqualTo(2);
        assertThat(mixed.err())
                .contains("--conn-login, --conn-port goes with --conn-type only: --conn-uri has all parts in itself");
        ok("connections", "add", "mixed", "--conn-uri", "postgres://h/d", "--conn-description", "what for");
        assertThat(done("connections", "get", "mixed", "-o", "plain")).contains("description\twhat for", "host\th");
    }

    @Test
    void no_secret_of_a_file_is_printed_when_it_is_of_another_form() throws IOException {
        Shell.Result list = shell.rondo(
                "connections", "import", file("[{\"password\":\"hunter2\"}]").toString());
        Shell.Result text = shell.rondo("connections", "add", "a", "--conn-json", "\"postgres://u:hunter2@h/d\"");

        assertThat(list.code()).isEqualTo(2);
        assertThat(list.err()).contains("was JSON of another kind").doesNotContain("hunter2");
        assertThat(text.code()).isEqualTo(2);
        assertThat(text.err()).contains("was JSON of another kind").doesNotContain("hunter2");
    }

    @Test
    void large_values_are_imported_in_several_requests_and_what_was_done_before_a_refusal_is_told() throws IOException {
        String large = "x".repeat(400_000);
        String three = "{\"big1\":\"" + large + "\",\"big2\":\"" + large + "\",\"big3\":\"" + large + "\"}";

        assertThat(done("variables", "import", file(three).toString())).isEqualTo("3 of 3 variables imported\n");
        Shell.Result tooLarge = shell.rondo(
                "variables",
                "import",
                file("{\"big1\":\"y\",\"big2\":\"" + "x".repeat(1_200_000) + "\"}")
                        .toString());

        assertThat(tooLarge.code()).isEqualTo(2);
        assertThat(tooLarge.out()).isEqualTo("1 of 2 variables imported\n");
        assertThat(tooLarge.err()).contains("the body is larger than 1048576 bytes");
    }

    @Test
    void an_export_is_for_its_owner_alone_unless_the_file_says_otherwise_which_is_said() throws IOException {
        Path fresh = folder.resolve("fresh.json");
        Path shared = Files.writeString(folder.resolve("shared.json"), "{}");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r-----"));

        Shell.Result alone = shell.rondo("variables", "export", fresh.toString());
        Shell.Result open = shell.rondo("variables", "export", shared.toString());
        Shell.Result pools = shell.rondo("pools", "export", shared.toString());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rw-r-----");
        assertThat(Files.readString(shared)).contains("default_pool");
        assertThat(alone.err()).isEmpty();
        assertThat(open.code()).isZero();
        assertThat(open.err()).contains("others may read " + shared, "lies open in it: chmod 600");
        assertThat(pools.err()).as("they are no secrets").isEmpty();
    }

    @Test
    void masks_are_left_out_of_connections_that_are_new_where_they_are_imported() throws IOException {
        String file = file("""
                {"fresh": {"conn_type": "http", "host": "h", "password": "***",
                           "extra": "{\\"a\\":1,\\"deep\\":[{\\"token\\":\\"***\\"}]}"}}
                """).toString();

        Shell.Result imported = shell.rondo("connections", "import", file);
        String fresh = done("connections", "get", "fresh", "-o", "plain");
        Shell.Result skipped = shell.rondo("connections", "import", file);
        Shell.Result again = shell.rondo("connections", "import", file, "--overwrite");

        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(imported.err()).contains("2 secrets are masked (***)");
        assertThat(fresh).contains("password\t\n", "extra\t{\"a\":1,\"deep\":[{}]}");
        assertThat(skipped.code()).as(skipped.err()).isZero();
        assertThat(skipped.out())
                .isEqualTo("0 of 1 connections imported; the others are there already and stay as they are\n");
        assertThat(skipped.err()).as("nothing was left out of what is there").isEmpty();
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err())
                .contains("connection 'fresh': extra.deep.0.token: *** stands for a secret that is there, and none is");
    }
}
