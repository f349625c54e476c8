package dev.rondo.scheduler.execution;

import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.control.ConnectionStore;
import dev.rondo.metadata.control.QuestionStore;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.query.ConnectionQueries;
import dev.rondo.metadata.secret.KeyFile;
import dev.rondo.metadata.secret.Seals;
import dev.rondo.metadata.secret.TinkSeals;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.sdk.Connection;
import dev.rondo.storage.secret.OutsideSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are to be tried. */
@ExtendWith(PostgresExtension.class)
class TaskSettingsTest {

    private static final List<String> ALL =
            List.of("conn_type", "description", "extra", "host", "login", "password", "port", "schema");

    // One for all: the database knows the first keys that sealed something in it.
    @TempDir
    static Path keys;

    private EngineHarness harness;
    private TinkSeals seals;
    private TaskSettings settings;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.query(db -> db.deleteFrom(CONNECTION).execute());
        Transactions transactions = harness.database().transactions();
        seals = new TinkSeals(new KeyFile(keys.resolve("secret-keys")), new SecretStore(transactions));
        settings = new TaskSettings(
                OutsideSettings.of(Map.of("RONDO_CONN_OUTSIDE", "http://u:hunter22@there")),
                new QuestionStore(transactions),
                new ConnectionQueries(transactions),
                seals);
        assertThat(new ConnectionStore(transactions).set(laid("lake", ALL, "http", "old", "hunter22")))
                .isNotNull();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private Command.SetConnection laid(
            String id, List<String> fields, @Nullable String type, @Nullable String host, @Nullable String password) {
        return new Command.SetConnection(
                id,
                fields,
                type,
                null,
                host,
                null,
                password == null ? null : seals.seal(Seals.ofPassword(id), password),
                null,
                null,
                null,
                Command.Write.EITHER);
    }

    @Test
    void what_is_given_is_laid_over_what_is_there() {
        assertThat(settings.toTry(laid("lake", List.of(), null, null, null)))
                .contains(new Connection("lake", "http", "old", null, "hunter22", null, null, "{}"));
        assertThat(settings.toTry(laid("lake", List.of("host"), null, "new", null)))
                .contains(new Connection("lake", "http", "new", null, "hunter22", null, null, "{}"));
        assertThat(settings.toTry(laid("lake", List.of("conn_type", "password"), "redis", null, null)))
                .contains(new Connection("lake", "redis", "old", null, null, null, null, "{}"));
    }

    @Test
    void one_that_is_not_there_is_what_is_given() {
        assertThat(settings.toTry(laid("new", List.of("conn_type", "host", "password"), "ssh", "h", "hunter33")))
                .contains(new Connection("new", "ssh", "h", null, "hunter33", null, null, "{}"));
        assertThat(settings.toTry(laid("new", List.of("host"), null, "h", null)))
                .isEmpty();
    }

    @Test
    void one_from_outside_is_tried_as_it_is_and_its_password_goes_to_no_other_host() {
        assertThat(settings.toTry(laid("outside", List.of(), null, null, null)))
                .contains(Connection.ofUri("outside", "http://u:hunter22@there"));
        assertThatThrownBy(() -> settings.toTry(laid("outside", List.of("host"), null, "evil", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RONDO_CONN_OUTSIDE")
                .hasMessageContaining("test it without fields")
                .hasMessageNotContaining("hunter22");
    }
}
