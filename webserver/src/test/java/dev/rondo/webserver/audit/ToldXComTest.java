package dev.rondo.webserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.webserver.rest.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldXComTest {

    private final ToldXCom xcoms = new ToldXCom(new Json());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                rows      | 7                                  | 7
                rows      | {"rows":7,"by":{"api_key":"k"}}    | {"rows":7,"by":{"api_key":"***"}}
                api_token | "k"                                | ***
                rows      | {"rows":7,"a… (2000 characters)    | ***
                rows      | ***                                | ***
                """)
    void a_value_is_told_but_for_what_goes_by_the_name_of_a_secret(String key, String value, String shown) {
        JsonObject told = JsonObject.builder()
                .put("key", key)
                .put("value", value)
                .put("size_bytes", 1)
                .build();

        assertThat(xcoms.shown(key, told))
                .isEqualTo(JsonObject.builder()
                        .put("key", key)
                        .put("value", shown)
                        .put("size_bytes", 1)
                        .build());
    }

    @Test
    void what_has_no_value_is_told_as_it_is() {
        JsonObject deleted = JsonObject.builder().put("key", "api_token").build();

        assertThat(xcoms.shown("api_token", deleted)).isEqualTo(deleted);
    }
}
