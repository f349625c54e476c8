package dev.rondo.sdk.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void names_are_those_that_must_be_there() {
        Template template =
                Template.parse("{{ ds }} {{ params.n + x }} {% for i in lst if i > low %}{{ i }}{{ loop.index }}"
                        + "{% endfor %} {% set y = z %}{{ y }} {{ a | default(b) }} {% if c is defined %}{{ c }}{% endif %}"
                        + "{{ range(3) }} {{ conn.get('db').host }} {{ k['q'] }} {{ e.f | default(1) }}");

        assertThat(template.names())
                .containsExactlyInAnyOrder("ds", "params", "x", "lst", "low", "z", "b", "conn", "k", "e");
    }

    @Test
    void paths_say_what_is_referred_to() {
        Template template = Template.parse(
                "{{ params.n }} {{ var.value.bucket }} {{ conn['db'].host }} {{ params.x | default(1) }}"
                        + " {{ var.json.get('cfg').path }} {{ params.get('y', 1) }} {{ ds.upper() }} {{ params[ds] }} {% for i in items %}{{ i.name }}{% endfor %}");

        assertThat(template.paths())
                .containsExactlyInAnyOrder(
                        "params.n",
                        "var.value.bucket",
                        "var.value",
                        "var.json",
                        "var.json.cfg",
                        "conn.db",
                        "conn.db.host");
    }

    @Test
    void unknown_names_are_found_before_anything_runs() {
        Template template = Template.parse("{{ dss }} {{ execution_date }} {{ ds }}");

        assertThat(template.unknownNames(TemplateVariables.NAMES))
                .containsExactly(
                        "template \"{{ dss }} {{ execution_date }} {{ ds }}\": 'dss' is not defined; did you mean 'ds'?",
                        "template \"{{ dss }} {{ execution_date }} {{ ds }}\": 'execution_date' is not defined; use"
                                + " logical_date, its name in Airflow 3");
    }

    @Test
    void filters_and_tests_are_checked_when_parsed() {
        assertThatThrownBy(() -> Template.parse("{{ ds | uper }}"))
                .isInstanceOfSatisfying(
                        TemplateException.class, e -> assertThat(e.isSyntax()).isTrue())
                .hasMessage("template \"{{ ds | uper }}\", line 1, column 9: there is no filter 'uper'; did you mean"
                        + " 'upper'?");
        assertThatThrownBy(() -> Template.parse("{{ ds is define }}")).hasMessageContaining("did you mean 'defined'?");
    }

    @Test
    void problems_name_line_and_column() {
        assertThatThrownBy(() -> Template.parse("a\n\n  {{ 1 + }}"))
                .isInstanceOfSatisfying(TemplateException.class, e -> {
                    assertThat(e.line()).isEqualTo(3);
                    assertThat(e.column()).isEqualTo(10);
                });
        assertThatThrownBy(() -> Template.parse("a\n{{ ds.nope }}").render(scope(Map.of("ds", TemplateValue.of("x")))))
                .isInstanceOfSatisfying(TemplateException.class, e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.column()).isEqualTo(7);
                    assertThat(e.isSyntax()).isFalse();
                })
                .hasMessageEndingWith("text has no 'nope'");
    }

    @Test
    void a_text_without_templates_is_known_without_parsing() {
        assertThat(Template.isTemplate("plain { text } % #")).isFalse();
        assertThat(Template.isTemplate("{{ ds }}")).isTrue();
        assertThat(Template.isTemplate("{% raw %}")).isTrue();
        assertThat(Template.isTemplate("{# x #}")).isTrue();
    }

    @Test
    void line_ends_are_as_in_airflow() {
        assertThat(Template.parse("a\r\nb\r\n").render(scope(Map.of()))).isEqualTo("a\nb");
        assertThat(Template.parse("a\n\n").render(scope(Map.of()))).isEqualTo("a\n");
        assertThat(Template.parse("").render(scope(Map.of()))).isEmpty();
    }

    @Test
    void a_template_can_be_rendered_again() {
        Template template = Template.parse("{% set n = n + 1 %}{{ n }}");

        assertThat(template.render(scope(Map.of("n", TemplateValue.of(1))))).isEqualTo("2");
        assertThat(template.render(scope(Map.of("n", TemplateValue.of(5))))).isEqualTo("6");
    }

    private static TemplateScope scope(Map<String, TemplateValue> names) {
        return TemplateRuns.undated(names);
    }
}
