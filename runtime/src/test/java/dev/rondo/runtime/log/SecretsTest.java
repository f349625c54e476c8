package dev.rondo.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Ask;
import dev.rondo.sdk.Connection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static List<String> in(String kind, String name, String answer) {
        return Secrets.in(kind, List.of(name), answer);
    }

    @Test
    void a_variable_is_one_when_its_name_says_so() {
        assertThat(in(Ask.VARIABLE, "warehouse_password", "sesame")).containsExactly("sesame");
        assertThat(in(Ask.VARIABLE, "region", "europe")).isEmpty();
        assertThat(Secrets.in(Ask.VARIABLE, List.of("warehouse_password"), null))
                .isEmpty();
    }

    @Test
    void a_variable_that_is_json_has_those_whose_names_say_so_at_any_depth() {
        String service = """
                {"user": "production", "verify_token": false, "replicas": [{"host": "a-host", "Db-Password": "hunter3"}],
                 "secrets": {"one": "sesame", "two": [12345, null], "three": "no"}}""";

        assertThat(in(Ask.VARIABLE, "service", service)).containsExactlyInAnyOrder("hunter3", "sesame", "12345");
        assertThat(in(Ask.VARIABLE, "service", " [" + service + "]"))
                .containsExactlyInAnyOrder("hunter3", "sesame", "12345");
    }

    @Test
    void a_secret_is_one_in_its_parts_too() {
        String json = "{\"user\": \"production\", \"phrase\": \"hunter3\"}";
        String key = "-----BEGIN KEY-----\nabcdef\n-----END KEY-----\n";

        assertThat(in(Ask.VARIABLE, "db_password", json)).containsExactlyInAnyOrder(json, "production", "hunter3");
        assertThat(in(Ask.VARIABLE, "private_key", key))
                .containsExactlyInAnyOrder(key, "-----BEGIN KEY-----", "abcdef", "-----END KEY-----");
    }

    @Test
    void a_vocabulary_by_the_name_of_a_secret_is_not_searched_for_word_by_word() {
        String words = IntStream.range(0, 50_000)
                .mapToObj(i -> "\"word " + i + "\"")
                .collect(Collectors.joining(",", "[", "]"));

        assertThat(in(Ask.VARIABLE, "tokenizer_words", words)).hasSize(1_000).startsWith(words, "word 0");
    }

    @Test
    void what_is_no_json_has_no_secret_within() {
        assertThat(in(Ask.VARIABLE, "service", "{\"password\": \"hunter3\"")).isEmpty();
        assertThat(in(Ask.VARIABLE, "service", "\"password\"")).isEmpty();
    }

    @Test
    void a_connection_has_its_password_and_extras_whose_names_say_so() {
        assertThat(in(Ask.CONNECTION, "shop", "postgres://ann:sesame@db/shop?api_key=k-123&region=eu"))
                .containsExactlyInAnyOrder("sesame", "k-123");
    }

    @Test
    void a_connection_has_those_within_its_extras() {
        Connection connection = new Connection(
                "shop",
                "postgres",
                "db",
                "ann",
                null,
                null,
                null,
                "{\"region\": \"europe\", \"replicas\": [{\"host\": \"a-host\", \"password\": \"hunter3\"}],"
                        + " \"keyfile_dict\": \"{\\\"project\\\": \\\"sales\\\"}\"}");

        assertThat(in(Ask.CONNECTION, "shop", connection.toUri()))
                .containsExactlyInAnyOrder("hunter3", "{\"project\": \"sales\"}", "sales");
    }

    @Test
    void other_answers_hold_none() {
        assertThat(in(Ask.XCOM_PULL, "password", "sesame")).isEmpty();
    }
}
