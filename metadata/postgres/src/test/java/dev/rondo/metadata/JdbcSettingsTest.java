package dev.rondo.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ann:s%40cret@db.example.com:5433/rondo?sslmode=require",
                "postgres://ann:s%40cret@db.example.com:5433/rondo?sslmode=require",
                "jdbc:postgresql://ann:s%40cret@db.example.com:5433/rondo?sslmode=require"
            })
    void a_url_as_other_tools_write_it_is_understood(String url) {
        assertThat(JdbcSettings.parse(url))
                .isEqualTo(new JdbcSettings(
                        "jdbc:postgresql://db.example.com:5433/rondo?sslmode=require", "ann", "s@cret"));
    }

    @Test
    void a_plus_in_a_password_is_a_plus() {
        assertThat(JdbcSettings.parse("postgresql://ann:a+b@localhost/rondo"))
                .isEqualTo(new JdbcSettings("jdbc:postgresql://localhost/rondo", "ann", "a+b"));
    }

    @Test
    void user_and_password_may_come_from_elsewhere() {
        assertThat(JdbcSettings.parse("postgresql://localhost/rondo", "ann", "hush"))
                .isEqualTo(new JdbcSettings("jdbc:postgresql://localhost/rondo", "ann", "hush"));
    }

    @Test
    void what_the_url_says_itself_wins() {
        assertThat(JdbcSettings.parse("postgresql://ann@localhost/rondo", "bob", "hush"))
                .isEqualTo(new JdbcSettings("jdbc:postgresql://localhost/rondo", "ann", "hush"));
        assertThat(JdbcSettings.parse("postgresql://ann:mine@localhost/rondo", "bob", "hush"))
                .isEqualTo(new JdbcSettings("jdbc:postgresql://localhost/rondo", "ann", "mine"));
    }

    @Test
    void a_user_without_a_password_is_told_so() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcSettings.parse("postgresql://ann@localhost/rondo"))
                .withMessageContaining("no password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://ann:hush@localhost/rondo",
                "postgresql://localhost/rondo",
                "postgresql://ann:hush@localhost",
                "postgresql://ann:hu sh@localhost/rondo",
                "postgresql:rondo"
            })
    void what_cannot_be_used_is_refused_with_an_example_and_without_its_password(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcSettings.parse(url))
                .withMessageContaining("postgresql://user:password@host:5432/database")
                .withMessageNotContaining("hu")
                .withNoCause();
    }

    @Test
    void secrets_among_the_parameters_are_not_shown() {
        assertThat(JdbcSettings.parse("postgresql://ann:hush@localhost/rondo?sslmode=require&sslpassword=hush"))
                .hasToString("jdbc:postgresql://localhost/rondo as ann");
    }

    @Test
    void the_password_is_not_shown() {
        assertThat(new JdbcSettings("jdbc:postgresql://localhost/rondo", "ann", "hush"))
                .hasToString("jdbc:postgresql://localhost/rondo as ann");
    }
}
