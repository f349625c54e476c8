package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.Database;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.webserver.auth.FirstAdmin;
import dev.rondo.webserver.auth.Passwords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class FirstAdminTest {

    @Test
    void the_first_start_makes_admin_and_later_ones_leave_it(TestDatabase mine, @TempDir Path home) throws Exception {
        Passwords passwords = new Passwords(new SecureRandom());
        try (Database database = mine.open(2)) {
            UserStore users = new UserStore(database.transactions());
            FirstAdmin first = new FirstAdmin(users, passwords, InstantSource.fixed(TestWebserver.NOW));

            boolean made = first.ensure(home);
            String password = Files.readString(home.resolve("admin-password")).strip();
            boolean again = first.ensure(home);

            assertThat(made).isTrue();
            assertThat(again).isFalse();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("admin-password"))))
                    .isEqualTo("rw-------");
            assertThat(passwords.matches(
                            password, users.find("admin").orElseThrow().passwordHash()))
                    .isTrue();
            assertThat(Files.readString(home.resolve("admin-password")).strip()).isEqualTo(password);
        }
    }
}
