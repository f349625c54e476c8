package dev.rondo.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.Shell;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.TinkSeals;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code rondo keys …} over one sealed variable. */
@ExtendWith(PostgresExtension.class)
class KeysCommandTest {

    @TempDir
    private Path home;

    private TestDatabase database;
    private Shell shell;

    @BeforeEach
    void open(TestDatabase mine) throws SQLException {
        database = mine;
        shell = new Shell(Map.of(
                "RONDO_HOME", home.toString(),
                "RONDO_DATABASE_URL", mine.settings().url(),
                "RONDO_DATABASE_USER", mine.settings().user(),
                "RONDO_DATABASE_PASSWORD", mine.settings().password()));
        change("delete from secret_setting where name = ?", "secret-keys");
        change("delete from variable where key = ?", "model");
    }

    private void change(String sql, String parameter) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        database.settings().url(),
                        database.settings().user(),
                        database.settings().password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            assertThat(statement.executeUpdate()).isNotNegative();
        }
    }

    private void aVariable() throws SQLException {
        try (Database open = database.open(1)) {
            change("insert into variable (key, value) values ('model', ?)", sealed(open));
        }
    }

    private String sealed(Database open) {
        return new TinkSeals(new KeyFile(home.resolve("secret-keys")), new SecretStore(open.transactions()))
                .seal("variable:model", "hunter2");
    }

    private List<JsonObject> list() {
        Shell.Result result = shell.rondo("keys", "list", "-o", "json");
        assertThat(result.code()).as(result.err()).isZero();
        return ((JsonArray) JsonValue.parse(result.out()))
                .elements().stream().map(JsonObject.class::cast).toList();
    }

    private static String id(JsonObject key) {
        return key.findString("key_id").orElseThrow();
    }

    @Test
    void keys_are_listed_added_rotated_and_retired() throws SQLException {
        aVariable();
        String old = id(list().getFirst());
        assertThat(shell.rondo("keys", "list").out()).isEqualTo("""
                KEY%s  USE    VARIABLES  CONNECTIONS  AUDIT
                %s  seals  1          0            0
                """.formatted(" ".repeat(old.length() - 3), old));

        Shell.Result added = shell.rondo("keys", "add");
        String next = id(list().getLast());
        assertThat(added.out())
                .isEqualTo("key " + next + " is added; `rondo keys rotate` makes it the one that seals\n");

        Shell.Result early = shell.rondo("keys", "retire", old);
        assertThat(early.code()).isEqualTo(75);
        assertThat(early.err())
                .isEqualTo("rondo: the key " + old
                        + " is the one that seals; make another one with `rondo keys rotate` first\n");

        Shell.Result unknown = shell.rondo("keys", "retire", "7");
        assertThat(unknown.code()).isEqualTo(66);
        assertThat(unknown.err()).startsWith("rondo: there is no key 7 in ");

        Shell.Result rotated = shell.rondo("keys", "rotate");
        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(rotated.out()).isEqualTo("key " + next + " seals, 1 records are sealed anew\n");

        Shell.Result retired = shell.rondo("keys", "retire", old);
        assertThat(retired.out()).as(retired.err()).isEqualTo("key " + old + " is retired\n");
        assertThat(list()).extracting(KeysCommandTest::id).containsExactly(next);
        assertThat(audited(next)).containsExactly("AddKey by cli", "RotateKeys by cli", "RetireKey by cli");
    }

    private List<String> audited(String key) throws SQLException {
        List<String> kinds = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        database.settings().url(),
                        database.settings().user(),
                        database.settings().password());
                PreparedStatement statement = connection.prepareStatement(
                        "select kind, source from command where strpos(after_change, ?) > 0 order by command_id")) {
            statement.setString(1, key);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                kinds.add(rows.getString(1) + " by " + rows.getString(2));
            }
        }
        return kinds;
    }

    @Test
    void a_secret_that_does_not_open_is_named_and_its_value_is_not_shown() throws SQLException {
        aVariable();
        change("update variable set value = overlay(value placing 'AAAA' from 30) where key = ?", "model");

        Shell.Result rotated = shell.rondo("keys", "rotate");

        assertThat(rotated.code()).isEqualTo(1);
        assertThat(rotated.err()).isEqualTo("rondo: variable:model does not open and stays as it is; set it anew\n");
    }

    @Test
    void no_keys_yet_a_lost_file_and_a_broken_one_are_told_apart() throws IOException, SQLException {
        assertThat(shell.rondo("keys", "list").out()).isEqualTo("no keys yet: the first secret makes them\n");
        Shell.Result none = shell.rondo("keys", "rotate");
        assertThat(none.code()).isEqualTo(78);
        assertThat(none.err()).startsWith("rondo: there are no keys yet: ");

        aVariable();
        Path file = home.resolve("secret-keys");
        Files.move(file, home.resolve("elsewhere"));
        Shell.Result lost = shell.rondo("keys", "list");
        assertThat(lost.code()).isEqualTo(78);
        assertThat(lost.err())
                .contains("were sealed with keys that are not in " + file + "; copy the file secret-keys");

        Files.writeString(file, "{");
        assertThat(shell.rondo("keys", "rotate").err()).contains(file + " holds no keys that can be read");
    }
}
