package dev.rondo.webserver.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

    record Part(@Nullable String name) {}

    record Body(@Nullable List<Part> parts, @Nullable List<String> names) {}

    private static void assertRefused(String body, String place) {
        assertThatThrownBy(() -> new Json().body(body.getBytes(UTF_8), Body.class))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(place);
    }

    @Test
    void a_null_in_a_list_is_refused_by_its_place() {
        assertRefused("{\"parts\": [{\"name\": \"a\"}, null]}", "body.parts");
        assertRefused("{\"names\": [null]}", "body.names");
    }
}
