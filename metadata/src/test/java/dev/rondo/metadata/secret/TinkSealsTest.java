package dev.rondo.metadata.secret;

import static dev.rondo.metadata.jooq.Tables.SECRET_SETTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.control.SecretStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class TinkSealsTest {

    @TempDir
    Path home;

    private Database database;

    @BeforeEach
    void open(TestDatabase mine) {
        database = mine.open(2);
        database.transactions().run(db -> db.deleteFrom(SECRET_SETTING).execute());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TinkSeals seals(String folder) throws IOException {
        Path keys = Files.createDirectories(home.resolve(folder)).resolve("secret-keys");
        return new TinkSeals(new KeyFile(keys), new SecretStore(database.transactions()));
    }

    @Test
    void what_is_sealed_opens_in_its_place_alone() throws IOException {
        TinkSeals seals = seals("a");
        String sealed = seals.seal("variable:x", "gs://ümlaut");

        assertThat(sealed).startsWith("sealed:1:").doesNotContain("mlaut");
        assertThat(seals.open("variable:x", sealed)).isEqualTo("gs://ümlaut");
        assertThatThrownBy(() -> seals.open("variable:y", sealed))
                .isInstanceOf(SealException.class)
                .hasMessage("the secret of variable:y was sealed with another key, or was altered; set it anew");
        assertThatThrownBy(() -> seals.open("variable:x", sealed.replace("sealed:1:", "sealed:1:AAAA")))
                .isInstanceOf(SealException.class);
        assertThatThrownBy(() -> seals.open("variable:x", "sealed:1:no base64")).isInstanceOf(SealException.class);
    }

    @Test
    void the_same_secret_is_sealed_to_the_same_text_also_after_a_restart() throws IOException {
        String before = seals("a").seal("variable:x", "v");

        assertThat(seals("a").seal("variable:x", "v")).isEqualTo(before);
        assertThat(seals("a").seal("variable:y", "v")).isNotEqualTo(before);
    }

    @Test
    void what_was_stored_before_there_were_seals_is_read_without_any_keys() throws IOException {
        assertThat(seals("a").open("variable:x", "plain")).isEqualTo("plain");
        assertThat(home.resolve("a/secret-keys")).doesNotExist();
    }

    @Test
    void the_owner_alone_may_read_the_keys() throws IOException {
        String ignored = seals("a").seal("variable:x", "v");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("a/secret-keys"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_home_without_the_keys_makes_no_others_for_a_database_that_has_secrets() throws IOException {
        String ignored = seals("a").seal("variable:x", "v");
        TinkSeals elsewhere = seals("b");

        assertThatThrownBy(() -> elsewhere.seal("variable:x", "w"))
                .isInstanceOf(SealException.class)
                .hasMessage("the secrets in this database were sealed with keys that are not in "
                        + home.resolve("b/secret-keys")
                        + "; copy the file secret-keys from the home of the server that made them");
        assertThat(home.resolve("b/secret-keys")).doesNotExist();

        Files.copy(home.resolve("a/secret-keys"), home.resolve("b/secret-keys"));
        assertThat(elsewhere.seal("variable:x", "v")).isEqualTo(seals("a").seal("variable:x", "v"));
    }

    @Test
    void keys_of_another_installation_and_a_file_that_is_none_are_refused() throws IOException {
        String ignored = seals("a").seal("variable:x", "v");
        database.transactions().run(db -> db.deleteFrom(SECRET_SETTING).execute());
        String others = seals("b").seal("variable:x", "v");
        Files.createDirectories(home.resolve("c"));
        Files.writeString(home.resolve("c/secret-keys"), "{");

        assertThatThrownBy(() -> seals("a").open("variable:x", others))
                .isInstanceOf(SealException.class)
                .hasMessageStartingWith("the secrets in this database were sealed with keys that are not in ");
        assertThatThrownBy(() -> seals("c").seal("variable:x", "v"))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("holds no keys that can be read");
    }
}
