package dev.rondo.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {

    @Test
    void every_part_of_a_uri_is_read_and_decoded() {
        Connection read = Connection.ofUri(
                "db", "postgresql://us%40er:p%3Aw%2F%20+@db.example.com:5432/my%2Fschema?sslmode=require&note=a+b%26c");

        assertThat(read)
                .isEqualTo(new Connection(
                        "db",
                        "postgres",
                        "db.example.com",
                        "us@er",
                        "p:w/ +",
                        5432,
                        "my/schema",
                        "{\"sslmode\":\"require\",\"note\":\"a b&c\"}"));
        assertThat(read.findExtra("sslmode")).contains("require");
        assertThat(read.findExtra("none")).isEmpty();
    }

    @Test
    void what_is_left_out_is_null() {
        assertThat(Connection.ofUri("c", "google-cloud-platform://"))
                .isEqualTo(new Connection("c", "google_cloud_platform", null, null, null, null, null, "{}"));
        assertThat(Connection.ofUri("c", "redis://host"))
                .extracting(Connection::host)
                .isEqualTo("host");
        assertThat(Connection.ofUri("c", "http://:secret@host"))
                .extracting(Connection::login, Connection::password)
                .containsExactly(null, "secret");
    }

    @Test
    void a_host_may_have_a_protocol_of_its_own() {
        Connection read = Connection.ofUri("api", "http://https://user:pw@host:8443/path");

        assertThat(read.type()).isEqualTo("http");
        assertThat(read.host()).isEqualTo("https://host");
        assertThat(read.login()).isEqualTo("user");
        assertThat(read.port()).isEqualTo(8443);
    }

    @Test
    void a_literal_address_of_version_six_keeps_its_brackets() {
        Connection read = Connection.ofUri("db", "mysql://u@[2001:db8::1]:3306/x");

        assertThat(read.host()).isEqualTo("[2001:db8::1]");
        assertThat(read.port()).isEqualTo(3306);
    }

    @Test
    void extras_that_are_no_texts_travel_as_one_json() {
        Connection read = Connection.ofUri("c", "x://h?__extra__=%7B%22n%22%3A%205%2C%22on%22%3Atrue%7D");

        assertThat(read.findExtra("n")).contains("5");
        assertThat(read.findExtra("on")).contains("true");
    }

    static Stream<Connection> connections() {
        return Stream.of(
                new Connection("c", "postgres", "h", "u", "p", 1, "s", "{}"),
                new Connection("c", "a_b", null, null, null, null, null, "{}"),
                new Connection("c", "x", "https://h", "ü@:/?#[]", "%41 +&=", 65_535, "a/b?c", "{\"k ü&\":\"v=+ \"}"),
                new Connection("c", "x", "[::1]", null, "p", 22, null, "{\"n\":1.5,\"o\":{\"a\":[null]}}"),
                new Connection("c", "x", null, "u", null, null, "only/schema", "{\"__extra__\":\"x\"}"));
    }

    @ParameterizedTest
    @MethodSource("connections")
    void what_is_written_is_read_back(Connection connection) {
        assertThat(Connection.ofUri("c", connection.toUri())).isEqualTo(connection);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-scheme-secret",
                "://secret@host",
                "x://u:secret@host:port",
                "x://u:secret@host:70000",
                "x://u:secr%et@host",
                "x://h?__extra__=secret"
            })
    void what_cannot_be_read_is_refused_without_a_word_of_it(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Connection.ofUri("db", uri))
                .withMessageContaining("connection 'db'")
                .withMessageNotContaining("secret")
                .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("secret"));
    }

    @Test
    void its_text_has_no_secrets() {
        Connection connection = new Connection("db", "x", "h", "u", "hunter2", 1, "s", "{\"key\":\"hunter3\"}");

        assertThat(connection.toString()).isEqualTo("Connection[db: x://u:***@h:1/s?***]");
    }
}
