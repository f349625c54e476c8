package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo db export} and {@code import}; what is in the file is tested where it is written. */
@ExtendWith(PostgresExtension.class)
class ExportCommandTest {

    @TempDir
    private Path home;

    private final ShellOnDatabase database;
    private Shell shell = new Shell(Map.of());

    ExportCommandTest(TestDatabase test) {
        database = new ShellOnDatabase(test.settings());
    }

    @BeforeEach
    void fill() throws SQLException {
        shell = database.at(home);
        database.change("truncate variable, secret_setting");
        database.change("insert into variable values ('bucket', 'gs://rondo', null)");
        database.change("insert into secret_setting values ('secret-keys', 'sealed:1:AAAA')");
    }

    @Test
    void a_folder_gets_a_file_that_is_imported_once_and_whose_missing_keys_are_told() throws SQLException, IOException {
        Path file = home.resolve("rondo-20260102T030405Z.zip");

        String said = shell.at(Instant.parse("2026-01-02T03:04:05.6Z")).done("db", "export", home.toString());

        assertThat(said).isEqualTo("exported 3 rows and 0 files to " + file + "\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Shell.Result full = shell.rondo("db", "import", file.toString());
        assertThat(full.code()).isEqualTo(75);
        assertThat(full.err()).contains("is not empty: table", "nothing was imported");
        database.change("truncate variable, secret_setting");
        Shell.Result imported = shell.rondo("db", "import", file.toString());
        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(imported.out()).isEqualTo("imported 3 rows and 0 files\n");
        assertThat(imported.err()).contains("copy the file secret-keys from the home");
        assertThat(database.value("select concat_ws(' ', actor, source, kind, status, body, after_change) from command"
                        + " where kind = 'ImportEnvironment'"))
                .isEqualTo(System.getProperty("user.name") + " cli ImportEnvironment 200 {\"file\":\"" + file
                        + "\"} {\"rows\":3,\"files\":0}");
    }

    @Test
    void what_cannot_be_written_or_read_is_told() throws IOException {
        Path none = home.resolve("none").resolve("rondo.zip");
        Path text = Files.writeString(home.resolve("text.zip"), "text");

        Shell.Result unwritable = shell.rondo("db", "export", none.toString());
        Shell.Result missing = shell.rondo("db", "import", none.toString());
        Shell.Result other = shell.rondo("db", "import", text.toString());

        assertThat(unwritable.code()).isEqualTo(73);
        assertThat(unwritable.err()).contains("cannot write " + none);
        assertThat(missing.code()).isEqualTo(66);
        assertThat(other.code()).isEqualTo(75);
        assertThat(other.err()).contains("no export of Rondo", "nothing was imported");
    }
}
