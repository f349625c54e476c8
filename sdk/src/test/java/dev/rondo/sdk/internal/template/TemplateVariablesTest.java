package dev.rondo.sdk.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateVariablesTest {

    /** Remembers what was asked for. */
    private static final class Asked implements TemplateLookups {
        private final List<String> asked = new ArrayList<>();

        @Override
        public Optional<String> variable(String key) {
            asked.add("variable " + key);
            return key.equals("broken") ? Optional.of("{\"secret\": x}") : Optional.empty();
        }

        @Override
        public Optional<Connection> connection(String id) {
            asked.add("connection " + id);
            return Optional.of(new Connection(id, "http", null, null, null, null, null, "{}"));
        }

        @Override
        public Optional<JsonValue> xcom(String taskId, String key, @Nullable Integer mapIndex) {
            asked.add("xcom " + taskId + " " + key + " " + mapIndex);
            return taskId.equals("none") ? Optional.empty() : Optional.of(JsonValue.parse("{\"rows\": [1, 2.5]}"));
        }
    }

    private static String render(String template, TemplateRun run) {
        return Template.parse(template).render(new TemplateVariables(run, new Asked()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{{ ds }}                                 ~ 2026-03-28",
                "{{ local_ds }}                           ~ 2026-03-29",
                "{{ local_ds_nodash }}                    ~ 20260329",
                "{{ ts }}                                 ~ 2026-03-28T23:00:00+00:00",
                "{{ local_ts }}                           ~ 2026-03-29T00:00:00+01:00",
                "{{ local_ts_nodash }}                    ~ 20260329T000000",
                "{{ local_logical_date }}                 ~ 2026-03-29 00:00:00+01:00",
                "{{ local_data_interval_start | ds }}     ~ 2026-03-29",
                "{{ local_data_interval_end }}            ~ 2026-03-30 01:00:00+02:00",
                "{{ local_logical_date.add(days=1) }}     ~ 2026-03-30 00:00:00+02:00",
                "{{ local_logical_date.add(hours=24) }}   ~ 2026-03-30 01:00:00+02:00",
                "{{ local_logical_date.timezone_name }}   ~ Europe/Berlin",
                "{{ local_logical_date.strftime('%Z') }}  ~ CET",
                "{{ dag.timezone }}                       ~ Europe/Berlin"
            })
    void dates_are_in_utc_and_local_ones_in_the_zone_of_the_dag(String template, String rendered) {
        assertThat(render(template, TemplateRuns.run("2026-03-28T23:00:00Z", "Europe/Berlin")))
                .isEqualTo(rendered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{ ti.task_id }} {{ ti.try_number }}/{{ ti.max_tries }} {{ ti.map_index }} | prepare.load 3/4 -1",
                "{{ task_instance.dag_run.run_id }}                   | scheduled__2026-03-01",
                "{{ dag_run.run_type == 'scheduled' }}                | True",
                "{{ dag_run.run_type.value }}                         | scheduled",
                "{{ dag_run.run_after }}                              | 2026-03-02 00:00:00+00:00",
                "{{ params.epochs * 2 }}                              | 20"
            })
    void facts_of_the_try_are_there(String template, String rendered) {
        assertThat(render(template, TemplateRuns.run("2026-03-01T00:00:00Z", "UTC")))
                .isEqualTo(rendered);
    }

    @Test
    void a_run_without_a_logical_date_says_what_is_missing() {
        assertThatThrownBy(() -> render("{{ ds }}", TemplateRuns.run(null, "UTC")))
                .hasMessageContaining("'ds' has no value in the run 'scheduled__2026-03-01', which was made without a"
                        + " logical date; use dag_run.run_after");
    }

    @Test
    void results_of_tasks_are_pulled() {
        TemplateRun run = TemplateRuns.run(null, "UTC");

        assertThat(render("{{ ti.xcom_pull(task_ids='a').rows[1] }}", run)).isEqualTo("2.5");
        assertThat(render("{{ ti.xcom_pull('a', key='k')['rows'] }}", run)).isEqualTo("[1, 2.5]");
        assertThat(render("{{ ti.xcom_pull(task_ids=['a', 'none']) }}", run)).isEqualTo("[{'rows': [1, 2.5]}, None]");
        assertThat(render("{{ ti.xcom_pull(task_ids='none') }}", run)).isEqualTo("None");
        assertThat(render("{{ ti.xcom_pull(task_ids='none', default='d') }}", run))
                .isEqualTo("d");
        assertThat(render("{{ ti.xcom_pull(dag_id='train', task_ids='none') }}", run))
                .isEqualTo("None");
        assertThatThrownBy(() -> render("{{ ti.xcom_pull(dag_id='other', task_ids='a') }}", run))
                .hasMessageContaining("reads this run only");
    }

    @Test
    void only_what_a_template_asks_for_is_fetched() {
        Asked asked = new Asked();
        TemplateVariables scope = new TemplateVariables(TemplateRuns.run(null, "UTC"), asked);

        Template.parse("{{ run_id }}{{ conn.db.port }}{{ ti.xcom_pull(task_ids='a', map_indexes=3) | length }}"
                        + "{{ var.value.get('x', 1) }}")
                .render(scope);

        assertThat(asked.asked).containsExactly("connection db", "xcom a return_value 3", "variable x");
    }

    @Test
    void a_variable_that_is_not_json_is_not_shown() {
        assertThatThrownBy(() -> render("{{ var.json.broken }}", TemplateRuns.run(null, "UTC")))
                .hasMessageContaining("the variable 'broken' is not JSON (line 1, column 12)")
                .hasMessageNotContaining("secret");
    }

    @Test
    void further_names_hide_those_of_the_run() {
        TemplateScope scope = new TemplateVariables(TemplateRuns.run(null, "UTC"), TemplateLookups.NONE)
                .with(Map.of("run_id", TemplateValue.of("mine"), "element", TemplateValue.of("de")));

        assertThat(Template.parse("{{ run_id }} {{ element }}").render(scope)).isEqualTo("mine de");
        assertThat(scope.names()).contains("element", "ds");
    }
}
