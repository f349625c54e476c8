package dev.rondo.sdk.internal.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The template language against texts that the original made. */
class LanguageTest {

    private static final TemplateScope SCOPE = TemplateRuns.undated(Map.of(
            "logical_date",
            moment("2024-05-01T00:00:00Z"),
            "e",
            moment("2024-05-17T13:42:11.123456Z"),
            "pend",
            moment("2024-03-30T01:30:00Z"),
            "pendulum31",
            moment("2024-01-31T05:00:00Z"),
            "ds",
            TemplateValue.of("2024-05-01"),
            "text",
            TemplateValue.of("Hello World"),
            "s",
            TemplateValue.of("it's"),
            "params",
            TemplateValue.ofJson(JsonValue.parse(
                    "{\"n\":3,\"name\":\"abc\",\"lst\":[1,2,3],\"dct\":{\"k\":\"v\",\"b\":[1,{\"x\":null}]},"
                            + "\"f\":2.5,\"u\":[{\"a\":2,\"s\":\"B\"},{\"a\":1,\"s\":\"a\"},{\"a\":2,\"s\":\"c\"}],\"t\":true,"
                            + "\"words\":[\"b\",\"A\",\"c\",\"a\"]}"))));

    private static TemplateValue moment(String instant) {
        return TemplateValue.of(Instant.parse(instant).atZone(ZoneId.of("UTC")));
    }

    /** A template with what it renders to, shown by its text. */
    record Case(JsonObject json) {
        String template() {
            return json.findString("template").orElseThrow();
        }

        @Override
        public String toString() {
            return template();
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in = LanguageTest.class.getResourceAsStream("/templates/language.json")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            JsonArray cases = (JsonArray) ((JsonObject) JsonValue.parse(text)).require("cases");
            return cases.elements().stream().map(each -> new Case((JsonObject) each));
        }
    }

    static Stream<Case> rendered() throws IOException {
        return cases().filter(each -> each.json().get("error") == null);
    }

    static Stream<Case> refused() throws IOException {
        return cases().filter(each -> each.json().get("error") != null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rendered")
    void renders_as_the_original(Case each) {
        assertThat(Template.parse(each.template()).render(SCOPE))
                .isEqualTo(each.json().findString("rendered").orElseThrow());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses_what_the_original_refuses(Case each) {
        assertThatThrownBy(() -> Template.parse(each.template()).render(SCOPE)).isInstanceOf(TemplateException.class);
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    /** Each seed damages a template at a few places; whatever comes out, nothing else is thrown. */
    @ParameterizedTest
    @MethodSource("seeds")
    void damaged_templates_do_no_harm(int seed) throws IOException {
        Random random = new Random(seed);
        Case[] all = cases().toArray(Case[]::new);
        StringBuilder damaged = new StringBuilder(all[random.nextInt(all.length)].template());
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(damaged.length());
            damaged.replace(
                    at,
                    Math.min(damaged.length(), at + random.nextInt(3)),
                    Character.toString(' ' + random.nextInt(95)));
        }

        assertThat(outcome(damaged.toString())).isIn("rendered", "refused");
    }

    private static String outcome(String template) {
        try {
            Template.parse(template).render(SCOPE);
            return "rendered";
        } catch (TemplateException e) {
            return e.getMessage().isEmpty() ? "silent" : "refused";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 'x' * 10000000 }}",
                "{{ 10 ** (10 ** 10) }}",
                "{{ 7 ** 100000 }}",
                "{{ range(1000000000) }}",
                "{{ 'x'.ljust(100000000) }}",
                "{{ '%999999999d' % 1 }}",
                "{% for a in range(100000) %}{% for b in range(100000) %}{{ a * b }}{% endfor %}{% endfor %}",
                "{% set x = 'abcdefghij' * 100000 %}{% for a in range(100) %}{{ x }}{% endfor %}",
                "{{ [[0] * 1000000] * 1000000 }}",
                "{{ ('x' * 1000000).replace('', 'y' * 1000000) }}",
                "{{ ('\\n' * 1000000) | indent(1000, true, true) }}",
                "{{ [[0] * 1000000] * 1000 | tojson }}",
                "{{ macros.timedelta(days=1e300) }}",
                "{{ logical_date.add(years=1000000000000) }}"
            })
    void nothing_grows_without_bound(String template) {
        assertThatThrownBy(() -> Template.parse(template).render(SCOPE)).isInstanceOf(TemplateException.class);
    }

    @Test
    void deep_nesting_is_refused() {
        String deep = "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}";
        String signs = "{{ " + "-".repeat(100_000) + "1 }}";
        String blocks = "{% if true %}".repeat(1_000) + "{% endif %}".repeat(1_000);

        assertThatThrownBy(() -> Template.parse(deep)).hasMessageContaining("nested deeper than 100 levels");
        assertThatThrownBy(() -> Template.parse(signs)).hasMessageContaining("too many signs");
        assertThatThrownBy(() -> Template.parse(blocks)).hasMessageContaining("blocks nest deeper");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ''.getClass() }}",
                "{{ params.getClass() }}",
                "{{ macros.class }}",
                "{{ ti._run }}",
                "{{ dag['__init__'] }}",
                "{{ params.lst.append(1) }}",
                "{{ macros.json.toString() }}",
                "{% include 'x' %}",
                "{% import 'os' as os %}"
            })
    void nothing_but_values_can_be_reached(String template) {
        assertThatThrownBy(() -> Template.parse(template).render(SCOPE)).isInstanceOf(TemplateException.class);
    }
}
