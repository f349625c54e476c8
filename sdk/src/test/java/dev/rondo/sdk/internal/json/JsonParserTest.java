package dev.rondo.sdk.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParserTest {

    @Test
    void every_kind_of_value_is_read() {
        JsonValue value = JsonValue.parse(" {\"a\" : [1, -0.50e+3, \"x\", true, false, null, {}, []]} ");

        assertThat(value)
                .isEqualTo(JsonObject.of(Map.of(
                        "a",
                        JsonArray.of(List.of(
                                JsonNumber.of(1),
                                new JsonNumber("-0.50e+3"),
                                new JsonString("x"),
                                JsonBoolean.TRUE,
                                JsonBoolean.FALSE,
                                JsonNull.NULL,
                                JsonObject.EMPTY,
                                JsonArray.of(List.of()))))));
    }

    @Test
    void keys_keep_their_order() {
        JsonObject object = (JsonObject) JsonValue.parse("{\"z\":1,\"a\":2,\"m\":3}");

        assertThat(object.members().keySet()).containsExactly("z", "a", "m");
        assertThat(object.toJson()).isEqualTo("{\"z\":1,\"a\":2,\"m\":3}");
        assertThat(object.toCanonicalJson()).isEqualTo("{\"a\":2,\"m\":3,\"z\":1}");
    }

    @Test
    void escapes_and_surrogates_are_read() {
        JsonValue value = JsonValue.parse("\"\\\"\\\\\\/\\n\\r\\t\\b\\f\\u00e9\\uD83D\\ude00\\ud800😀\"");

        assertThat(value).isEqualTo(new JsonString("\"\\/\n\r\t\b\fé😀\ud800😀"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``            | 1 | 1 | found the end of the text",
                "{             | 1 | 2 | expected a key in double quotes",
                "{'a':1}       | 1 | 2 | expected a key in double quotes, found '''",
                "{\"a\" 1}     | 1 | 6 | expected ':' after the key, found '1'",
                "{\"a\":1,}    | 1 | 8 | expected a key in double quotes, found '}'",
                "[1,]          | 1 | 4 | expected a value, found ']'",
                "[1 2]         | 1 | 4 | expected ',' or ']', found '2'",
                "[1            | 1 | 3 | expected ',' or ']', found the end of the text",
                "1 2           | 1 | 3 | expected the end of the text, found '2'",
                "nul           | 1 | 1 | expected a value, found 'n'",
                "NaN           | 1 | 1 | expected a value, found 'N'",
                "01            | 1 | 1 | not a JSON number: 01",
                "+1            | 1 | 1 | expected a value, found '+'",
                "1.            | 1 | 1 | not a JSON number: 1.",
                "1e            | 1 | 1 | not a JSON number: 1e",
                "-             | 1 | 1 | not a JSON number: -",
                "\"abc         | 1 | 1 | this string is not closed",
                "\"a\\x\"      | 1 | 3 | unknown escape",
                "\"\\u12G4\"   | 1 | 2 | four hexadecimal digits",
                "\"\\u12       | 1 | 2 | four hexadecimal digits",
                "é             | 1 | 1 | expected a value, found U+00e9",
                "// no         | 1 | 1 | expected a value, found '/'"
            })
    void what_is_not_json_is_refused_with_line_and_column(String text, int line, int column, String problem) {
        assertThatThrownBy(() -> JsonValue.parse(text))
                .isInstanceOfSatisfying(JsonException.class, e -> {
                    assertThat(e.line()).isEqualTo(line);
                    assertThat(e.column()).isEqualTo(column);
                })
                .hasMessageContaining(problem);
    }

    @Test
    void lines_are_counted() {
        assertThatThrownBy(() -> JsonValue.parse("{\n  \"a\": 1,\n  \"b\": ?\n}"))
                .hasMessage("line 3, column 8: expected a value, found '?'");
    }

    @Test
    void a_repeated_key_is_refused_where_it_stands() {
        assertThatThrownBy(() -> JsonValue.parse("{\"a\": 1, \"b\": {\"a\": 2}, \"a\": 3}"))
                .hasMessage("line 1, column 25: the key \"a\" occurs twice in one object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\nb\"", "\"a\u0000b\"", "\"\\n\u001f\""})
    void bare_control_characters_are_refused(String text) {
        assertThatThrownBy(() -> JsonValue.parse(text)).hasMessageContaining("control character U+00");
    }

    @Test
    void depth_is_limited() {
        String deepest = "[".repeat(512) + "]".repeat(512);

        assertThat(JsonValue.parse(deepest).toJson()).isEqualTo(deepest);
        assertThatThrownBy(() -> JsonValue.parse("[" + deepest + "]"))
                .hasMessage("line 1, column 513: nested deeper than 512 levels");
        assertThatThrownBy(() -> JsonValue.parse("{\"a\":".repeat(100_000))).hasMessageContaining("deeper than 512");
    }

    @Test
    void length_is_limited() {
        assertThatThrownBy(() -> JsonValue.parse("\"0123456789\"", new JsonLimits(5, 10)))
                .hasMessageContaining("12 characters, more than the 10 allowed");
    }

    @Test
    void siblings_do_not_count_as_depth() {
        String flat = "[" + "[],".repeat(10_000) + "{}]";

        assertThat(((JsonArray) JsonValue.parse(flat)).size()).isEqualTo(10_001);
    }
}
