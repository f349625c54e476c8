package dev.rondo.webserver.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private final Passwords passwords = new Passwords(new SecureRandom());

    @Test
    void only_the_password_that_was_hashed_matches() {
        String hash = passwords.hash("open sesame");

        assertThat(passwords.matches("open sesame", hash)).isTrue();
        assertThat(passwords.matches("open barley", hash)).isFalse();
    }

    @Test
    void the_hash_of_nobody_is_checked_at_the_cost_of_a_real_one_and_nothing_matches_it() {
        String nobody = passwords.hashOfNobody();

        assertThat(costOf(nobody)).isEqualTo(costOf(passwords.hash("open sesame")));
        assertThat(nobody).hasSameSizeAs(passwords.hash("open sesame"));
        assertThat(passwords.matches("open sesame", nobody)).isFalse();
    }

    @Test
    void a_hash_is_the_same_in_every_language() {
        // Made with the library itself, in English and in Turkish.
        String english =
                "$argon2id$v=19$m=1024,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$CGv9Z3Tb3FgeaL7nEqhibM3Rjd8NJ416nmjIgcee868";

        assertThat(passwords.matches("x", english)).isTrue();
        assertThat(passwords.matches("x", english.replace("argon2id", "argon2\u0131d")))
                .isTrue();
        assertThat(passwords.matches("y", english)).isFalse();
        assertThat(passwords.hash("x")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void a_hash_of_another_cost_is_read_too() {
        // Made with Python's argon2-cffi 25.1.0: two lanes.
        String other =
                "$argon2id$v=19$m=1024,t=1,p=2$MDEyMzQ1Njc4OWFiY2RlZg$Sqfk6DB5ec7h95mIp7mACa9semTa2lLe5q12a6FDlgk";

        assertThat(passwords.matches("x", other)).isTrue();
        assertThat(passwords.matches("y", other)).isFalse();
    }

    @Test
    void what_is_no_hash_is_said_to_be_none() {
        assertThatThrownBy(() -> passwords.matches("x", "plain text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no argon2id hash");
    }

    private static String costOf(String hash) {
        return hash.substring(0, hash.indexOf('$', hash.indexOf("p=")));
    }
}
