package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pools, variables and connections from the command line, on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
class SettingsCommandsTest {

    private final Shell shell;

    @TempDir
    Path folder;

    SettingsCommandsTest(RunningRondo rondo) {
        this.shell = rondo.shell();
    }

    private String done(String... words) {
        Shell.Result result = shell.rondo(words);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
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
                .isEqualTo("1 of 2 connections imported\n");
        assertThat(done("connections", "get", "mart", "-o", "plain")).contains("host\tm");
        for (String id : new String[] {"lake", "web", "mart", "new"}) {
            ok("connections", "delete", id);
        }
    }

    @Test
    void what_cannot_be_read_is_refused_and_nothing_is_sent() throws IOException {
        assertThat(shell.rondo("connections", "add", "a").err()).contains("exactly one of --conn-uri");
        assertThat(shell.rondo("connections", "add", "a", "--conn-uri", "db").err())
                .contains("no '://'");
        assertThat(shell.rondo("pools", "import", folder.resolve("none").toString())
                        .err())
                .startsWith("rondo: cannot read ");
        assertThat(shell.rondo("pools", "import", file("[]").toString()).err()).contains("must be a JSON object");
        assertThat(shell.rondo("pools", "import", file("{\"p\":3}").toString()).err())
                .contains("pool 'p' must be an object");
        assertThat(shell.rondo("connections", "import", file("{\"c\":3}").toString())
                        .code())
                .isEqualTo(2);
    }
}
