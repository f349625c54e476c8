package dev.rondo.metadata.secret;

import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static dev.rondo.metadata.jooq.Tables.CONNECTION;
import static dev.rondo.metadata.jooq.Tables.RETIRED_KEY;
import static dev.rondo.metadata.jooq.Tables.VARIABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.rondo.core.command.Command;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.RetiredKeyException;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.ConnectionStore;
import dev.rondo.metadata.control.SettingStore;
import dev.rondo.metadata.crash.CrashPoint;
import dev.rondo.metadata.secret.SecretKeys.Retired;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Retires a key while others store what it has sealed. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class RetiredKeysTest {

    private static final String X = Seals.ofVariable("x");

    @TempDir
    Path home;

    private Database database;
    private Vault vault;

    /** Sealed before the rotation, and not stored by then. */
    private String late = "";

    private Command.SetConnection lake = new Command.SetConnection(
            "", List.of(), null, null, null, null, null, null, null, null, Command.Write.CREATE);

    private String old = "";

    @BeforeEach
    void open(TestDatabase mine) {
        database = mine.open(4);
        vault = new Vault(home, database);
        late = vault.server().seal(X, "late");
        lake = vault.lake();
        vault.variable("x", vault.server().seal(X, "before"));
        old = vault.keys().list().getFirst().id();
        assertThat(vault.keys().rotate().first()).isNotEqualTo(old);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Command.SetVariable variable(String sealed) {
        return new Command.SetVariable("x", sealed, null, false, Command.Write.EITHER);
    }

    private SettingStore settings() {
        return new SettingStore(database.transactions());
    }

    private String opened() {
        return vault.server().open(X, vault.stored("x"));
    }

    private static boolean isWaitedFor(DSLContext db) {
        return db.fetchExists(
                table(name("pg_locks")), field(name("granted"), Boolean.class).isFalse());
    }

    @Test
    void what_is_stored_and_not_committed_is_waited_for_and_its_key_stays() {
        Retired retired = database.transactions()
                .call(db -> {
                    db.update(VARIABLE)
                            .set(VARIABLE.VALUE, late)
                            .where(VARIABLE.KEY.eq("x"))
                            .execute();
                    CompletableFuture<Retired> retirement =
                            CompletableFuture.supplyAsync(() -> vault.keys().retire(old));
                    while (!retirement.isDone() && !isWaitedFor(db)) {
                        Thread.onSpinWait();
                    }
                    return retirement;
                })
                .join();

        assertThat(retired)
                .isEqualTo(new Retired.Needed(
                        "the key " + old + " is still needed for 1 in variables; `rondo keys rotate` seals them anew"));
        assertThat(opened()).isEqualTo("late");
        assertThat(vault.keys().rotate().resealed()).isEqualTo(1);
        assertThat(vault.keys().retire(old)).isEqualTo(new Retired.Done());
        assertThat(opened()).isEqualTo("late");
    }

    @ParameterizedTest
    @ValueSource(strings = {"variable", "connection", "command"})
    void who_stores_while_the_key_goes_waits_and_is_refused(String what) {
        CompletableFuture<?>[] storing = new CompletableFuture<?>[1];
        SecretKeys going = vault.keys(home, point -> {
            if (point == CrashPoint.KEY_UNUSED) {
                storing[0] = CompletableFuture.runAsync(() -> store(what));
                while (!storing[0].isDone() && !database.transactions().call(RetiredKeysTest::isWaitedFor)) {
                    Thread.onSpinWait();
                }
                assertThat(storing[0]).as("it waits").isNotDone();
            }
        });

        assertThat(going.retire(old)).isEqualTo(new Retired.Done());

        assertThatThrownBy(storing[0]::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RetiredKeyException.class);
        assertNothingIsStored();
    }

    private void store(String what) {
        var _ = switch (what) {
            case "variable" -> settings().setVariable(variable(late));
            case "connection" -> new ConnectionStore(database.transactions()).set(lake);
            default -> vault.ask("late", lake);
        };
    }

    private void assertNothingIsStored() {
        assertThat(opened()).as("what was there").isEqualTo("before");
        database.transactions().run(db -> {
            assertThat(db.fetchCount(CONNECTION)).isZero();
            assertThat(db.fetchCount(COMMAND)).isZero();
        });
        assertThat(vault.keys().list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"variable", "connection", "command"})
    void who_stores_when_the_key_is_gone_is_told_and_seals_anew(String what) {
        assertThat(vault.keys().retire(old)).isEqualTo(new Retired.Done());

        assertThatThrownBy(() -> store(what))
                .isInstanceOf(RetiredKeyException.class)
                .hasMessage(
                        "the key that sealed the secret was retired before it was stored; nothing is changed, send it"
                                + " again: it is sealed with another key then");

        assertNothingIsStored();
        assertThat(settings().setVariable(variable(vault.server().seal(X, "anew"))))
                .isEqualTo(SettingStore.Written.DONE);
        assertThat(new ConnectionStore(database.transactions()).set(vault.lake()))
                .isEqualTo(SettingStore.Written.DONE);
        assertThat(vault.ask("late", vault.lake())).isInstanceOf(CommandStore.Outcome.Known.class);
        assertThat(opened()).isEqualTo("anew");
    }

    @Test
    void a_key_of_any_id_is_known_by_what_it_has_sealed() {
        for (int id : new int[] {0, 1, 63, 64, 255, 256, 0x7fffffff, 0x80000000, -1, 0x04fbf3ef}) {
            assertThat(KeyRing.beginnings(id))
                    .hasSize(4)
                    .allSatisfy(text -> assertThat(KeyRing.keyOf(text + "A")).contains(id));
            database.transactions()
                    .run(db -> db.insertInto(RETIRED_KEY)
                            .set(RETIRED_KEY.KEY_ID, Integer.toUnsignedLong(id))
                            .onConflictDoNothing()
                            .execute());
            for (String beginning : KeyRing.beginnings(id)) {
                assertThatThrownBy(() -> vault.variable("y", beginning + "AAAA"))
                        .as("%s of %s", beginning, id)
                        .isInstanceOf(RetiredKeyException.class);
            }
        }
        vault.variable("y", "sealed:1:short");
    }

    @Test
    void a_key_that_goes_is_not_made_the_one_that_seals_by_another_home_meanwhile() throws Exception {
        String added = vault.keys().add();
        Path other = Files.createDirectories(home.resolve("other"));
        Files.copy(home.resolve("secret-keys"), other.resolve("secret-keys"));
        CompletableFuture<?>[] rotation = new CompletableFuture<?>[1];
        SecretKeys going = vault.keys(home, point -> {
            if (point == CrashPoint.KEY_UNUSED) {
                rotation[0] = CompletableFuture.runAsync(() -> {
                    var _ = vault.keys(other, CrashPoint.Injector.NONE).rotate();
                });
                while (!rotation[0].isDone() && !database.transactions().call(RetiredKeysTest::isWaitedFor)) {
                    Thread.onSpinWait();
                }
            }
        });

        assertThat(going.retire(added)).isEqualTo(new Retired.Done());

        assertThatThrownBy(rotation[0]::join).hasCauseInstanceOf(RetiredKeyException.class);
        assertThat(opened()).isEqualTo("before");
        assertThat(vault.keys(other, CrashPoint.Injector.NONE).rotate().first())
                .as("the next one makes a key of its own")
                .isNotEqualTo(added);
    }

    @Test
    void a_key_that_became_the_one_that_seals_meanwhile_stays() throws Exception {
        String added = vault.keys().add();
        Path other = Files.createDirectories(home.resolve("other"));
        Files.copy(home.resolve("secret-keys"), other.resolve("secret-keys"));
        assertThat(vault.keys(other, CrashPoint.Injector.NONE).rotate().first()).isEqualTo(added);

        assertThat(vault.keys().retire(added))
                .isEqualTo(new Retired.Needed("the key " + added
                        + " is the one that seals; make another one with `rondo keys rotate` first"));
    }

    @Test
    void a_key_that_a_killed_retirement_left_in_the_file_seals_nothing_and_goes_with_the_next() {
        String added = vault.keys().add();
        SecretKeys killed = vault.keys(home, point -> {
            if (point == CrashPoint.KEY_REFUSED) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> killed.retire(added)).hasMessage("killed");

        assertThat(vault.keys().rotate().first()).isNotEqualTo(added);

        assertThat(vault.keys().retire(added)).isEqualTo(new Retired.Done());
        assertThat(opened()).isEqualTo("before");
    }

    @Test
    void what_stays_as_it_is_may_be_of_a_retired_key() {
        vault.variable("y", late);
        database.transactions()
                .run(db -> db.insertInto(RETIRED_KEY)
                        .set(RETIRED_KEY.KEY_ID, Long.parseLong(old))
                        .execute());

        assertThat(settings().setVariable(new Command.SetVariable("y", null, "words", false, Command.Write.CHANGE)))
                .isEqualTo(SettingStore.Written.DONE);
        assertThat(vault.stored("y")).isEqualTo(late);
    }
}
