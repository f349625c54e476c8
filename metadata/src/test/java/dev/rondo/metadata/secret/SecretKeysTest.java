package dev.rondo.metadata.secret;

import static dev.rondo.metadata.jooq.Tables.RETIRED_KEY;
import static dev.rondo.metadata.jooq.Tables.SECRET_SETTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.command.CommandStore;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.crash.CrashPoint;
import dev.rondo.metadata.secret.SecretKeys.Retired;
import dev.rondo.metadata.secret.SecretKeys.Rotated;
import dev.rondo.metadata.secret.SecretKeys.Use;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Changes keys while a server, which has read the ones before, goes on. */
@ExtendWith(PostgresExtension.class)
class SecretKeysTest {

    @TempDir
    Path home;

    private Database database;
    private Vault vault;
    private TinkSeals server;

    @BeforeEach
    void open(TestDatabase mine) {
        database = mine.open(2);
        vault = new Vault(home, database);
        server = vault.server();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void after_a_rotation_all_is_sealed_with_the_new_key_and_the_old_one_can_go() {
        vault.someSecrets();
        String before = vault.keys().list().getFirst().id();

        Rotated rotated = vault.keys().rotate();

        assertThat(rotated.isNew()).isTrue();
        assertThat(rotated.first()).isNotEqualTo(before);
        assertThat(rotated.resealed()).isEqualTo(Vault.VARIABLES + 3); // the plain one, the connection, the command
        assertThat(rotated.unopened()).isEmpty();
        assertThat(vault.keys().list())
                .extracting(
                        SecretKeys.Key::id,
                        SecretKeys.Key::use,
                        key -> key.sealed().values().stream().mapToInt(n -> n).sum())
                .containsExactly(
                        tuple(before, Use.OPENS, 0), tuple(rotated.first(), Use.SEALS, Vault.VARIABLES + 1 + 2 + 2));
        vault.assertThatAllOpens(server);

        assertThat(vault.keys().retire(before)).isEqualTo(new Retired.Done());

        assertThat(vault.keys().list()).extracting(SecretKeys.Key::id).containsExactly(rotated.first());
        vault.assertThatAllOpens(vault.seals(home));
    }

    @Test
    void who_lists_the_keys_of_a_home_does_not_bind_a_new_database_to_them() throws IOException {
        String ofAnother = server.seal("variable:x", "v");
        SecretStore store = new SecretStore(database.transactions());
        database.transactions().run(db -> db.deleteFrom(SECRET_SETTING).execute());

        assertThat(vault.keys().list())
                .extracting(SecretKeys.Key::id, SecretKeys.Key::use)
                .containsExactly(tuple(
                        KeyRing.keyOf(ofAnother).map(Integer::toUnsignedString).orElseThrow(), Use.SEALS));

        assertThat(store.find("secret-keys")).isEmpty();
        Path other = Files.createDirectories(home.resolve("other"));
        assertThat(vault.seals(other).seal("variable:x", "v")).isNotEqualTo(ofAnother);
    }

    @Test
    void a_server_that_runs_seals_with_the_new_key_from_the_next_secret_on() {
        String before = server.seal("variable:x", "v");
        String first = vault.keys().rotate().first();

        String after = server.seal("variable:x", "v");

        assertThat(after).isNotEqualTo(before);
        assertThat(KeyRing.keyOf(after).map(Integer::toUnsignedString)).contains(first);
        assertThat(server.open("variable:x", before)).isEqualTo("v");
    }

    @Test
    void a_request_that_is_repeated_after_a_rotation_is_still_seen_to_be_the_same() {
        CommandStore.Outcome first = vault.ask("once", vault.lake());
        assertThat(vault.keys().rotate().resealed()).isEqualTo(1);

        assertThat(vault.ask("once", vault.lake())).isEqualTo(first);
    }

    @Test
    void servers_on_several_homes_are_given_the_key_before_it_seals() throws IOException {
        vault.variable("x", server.seal("variable:x", "v"));
        Path other = Files.createDirectories(home.resolve("other"));
        Files.copy(home.resolve("secret-keys"), other.resolve("secret-keys"));
        TinkSeals there = vault.seals(other);
        String before = there.seal("variable:y", "v");
        String added = vault.keys().add();
        assertThat(vault.keys().list()).extracting(SecretKeys.Key::use).containsExactly(Use.SEALS, Use.NEW);
        assertThat(server.seal("variable:y", "v")).isEqualTo(before);

        assertThat(vault.keys().rotate().first()).isEqualTo(added);

        assertThatThrownBy(() -> there.seal("variable:y", "v"))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("were sealed with keys that are not in " + other.resolve("secret-keys"));
        assertThatThrownBy(() -> there.open("variable:x", vault.stored("x"))).isInstanceOf(SealException.class);
        Files.delete(other.resolve("secret-keys"));
        Files.copy(home.resolve("secret-keys"), other.resolve("secret-keys"));
        assertThat(there.open("variable:x", vault.stored("x"))).isEqualTo("v");
        assertThat(there.seal("variable:y", "v")).isEqualTo(server.seal("variable:y", "v"));
    }

    @Test
    void a_key_goes_only_when_nothing_needs_it() {
        vault.someSecrets();
        String first = vault.keys().list().getFirst().id();
        String late = server.seal(Seals.ofVariable("late"), "v");
        String second = vault.keys().rotate().first();
        vault.variable("late", late); // of a request that was on its way

        assertThat(vault.keys().retire(second))
                .isEqualTo(new Retired.Needed("the key " + second
                        + " is the one that seals; make another one with `rondo keys rotate` first"));
        assertThat(vault.keys().retire("7"))
                .isEqualTo(new Retired.Unknown(
                        "there is no key 7 in " + home.resolve("secret-keys") + "; it has " + first + ", " + second));
        assertThat(vault.keys().retire(first))
                .isEqualTo(new Retired.Needed("the key " + first
                        + " is still needed for 1 in variables; `rondo keys rotate` seals them anew"));

        assertThat(vault.keys().rotate()).isEqualTo(new Rotated(second, false, 1, List.of()));
        assertThat(vault.keys().retire(first)).isEqualTo(new Retired.Done());
        assertThat(server.open(Seals.ofVariable("late"), vault.stored("late"))).isEqualTo("v");
    }

    @Test
    void what_no_key_opens_stays_and_is_named() {
        vault.variable("x", server.seal("variable:y", "v"));

        assertThat(vault.keys().rotate().unopened()).containsExactly("variable:x");
        assertThat(server.open("variable:y", vault.stored("x"))).isEqualTo("v");
    }

    @Test
    void a_secret_of_a_key_that_is_gone_says_which_and_the_list_shows_it() throws IOException {
        vault.variable("x", server.seal("variable:x", "v"));
        String gone = vault.keys().list().getFirst().id();
        String only = vault.keys().rotate().first();
        String late = vault.seals(home).seal("variable:x", "v");
        assertThat(vault.keys().retire(gone)).isEqualTo(new Retired.Done());
        String next = vault.keys().rotate().first();
        assertThat(vault.keys().retire(only)).isEqualTo(new Retired.Done());
        // As the release before does, which retires a key and tells the database nothing.
        database.transactions().run(db -> db.deleteFrom(RETIRED_KEY).execute());
        vault.variable("x", late);

        assertThatThrownBy(() -> vault.seals(home).open("variable:x", late))
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith(
                        "the secret of variable:x was sealed with the key " + only + ", which is not in ");
        assertThat(vault.keys().list())
                .extracting(SecretKeys.Key::id, SecretKeys.Key::use)
                .containsExactly(tuple(next, Use.SEALS), tuple(only, Use.MISSING));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("secret-keys"))))
                .isEqualTo("rw-------");
    }

    @Test
    void without_keys_there_is_nothing_to_change_and_a_lost_file_is_told() throws IOException {
        assertThat(vault.keys().list()).isEmpty();
        assertThatThrownBy(() -> vault.keys().rotate())
                .hasMessageStartingWith("there are no keys yet: the first secret makes them, in ");

        String ignored = server.seal("variable:x", "v");
        Files.delete(home.resolve("secret-keys"));

        assertThatThrownBy(() -> vault.keys().rotate())
                .isInstanceOf(SealException.class)
                .hasMessageContaining("copy the file secret-keys");
        assertThat(home.resolve("secret-keys")).doesNotExist();
    }

    @Test
    void two_commands_do_not_change_the_keys_at_once() {
        String ignored = server.seal("variable:x", "v");
        CrashPoint.Injector meanwhile = point -> vault.keys().add();

        assertThatThrownBy(() -> vault.keys(home, meanwhile).add())
                .hasMessageStartingWith("another command is changing the keys in ");
        assertThat(vault.keys().list()).hasSize(2);
    }
}
