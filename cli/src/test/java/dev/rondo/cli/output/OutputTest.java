package dev.rondo.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.output.Output.Form;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {

    private final StringWriter written = new StringWriter();

    private Output output(Form form) {
        return new Output(new PrintWriter(written), form);
    }

    private static JsonObject object(String json) {
        return (JsonObject) JsonValue.parse(json);
    }

    @Test
    void yaml_has_the_rows_as_a_list() {
        output(Form.yaml)
                .rows(
                        List.of(
                                object("{\"id\":\"a\",\"tags\":[\"x\",\"y\"],\"n\":1,\"none\":null}"),
                                object("{\"id\":\"b\"}")),
                        List.of(Column.of("ID", "id")),
                        "none");

        assertThat(written).hasToString("""
                - id: a
                  tags:
                  - x
                  - y
                  n: 1
                  none: null
                - id: b
                """);
    }

    @Test
    void yaml_of_nothing_is_an_empty_list() {
        output(Form.yaml).rows(List.of(), List.of(Column.of("ID", "id")), "none");

        assertThat(written).hasToString("[]\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01",
                "2026-01-01T00:00:00Z",
                "12:30:45",
                "007",
                "1e3",
                "yes",
                "null",
                "~",
                "",
                "- a",
                "a: b",
                "#c",
                "*x",
                "@daily",
                "two\nlines\n",
                " led by a blank",
                "ü \u20ac \ud83d\ude00",
                "\u001b[31mred",
                "\u009b31m"
            })
    void yaml_is_read_as_the_texts_that_were_written_and_drives_no_terminal(String text) {
        output(Form.yaml).object(JsonObject.builder().put("text", text).build());

        assertThat(new org.yaml.snakeyaml.Yaml().<java.util.Map<String, Object>>load(written.toString()))
                .containsEntry("text", text);
        assertThat(written.toString().codePoints()).noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-0.25", "1.0e-7", "12345678901234567890", "true"})
    void yaml_keeps_numbers_and_truths(String value) {
        output(Form.yaml).object(object("{\"v\":" + value + "}"));

        assertThat(new org.yaml.snakeyaml.Yaml()
                        .<java.util.Map<String, Object>>load(written.toString())
                        .get("v"))
                .isNotInstanceOf(String.class)
                .asString()
                .isEqualToIgnoringCase(value);
    }
}
