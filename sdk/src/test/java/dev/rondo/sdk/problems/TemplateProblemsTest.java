package dev.rondo.sdk.problems;

import static dev.rondo.sdk.problems.Check.assertRight;
import static dev.rondo.sdk.problems.Check.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Action;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Problem;
import dev.rondo.sdk.ProblemCode;
import dev.rondo.sdk.Schedule;
import dev.rondo.sdk.TaskContext;
import dev.rondo.sdk.Verbatim;
import dev.rondo.sdk.internal.DagSpecs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateProblemsTest {

    record Copy(String from, List<String> parts, @Verbatim String raw) implements Action<String> {
        @Override
        public String execute(TaskContext context) {
            return from;
        }
    }

    record Params(int epochs, String bucket) {}

    private final Dag dag = Dag.create("d");

    private Dag copying(String from) {
        dag.task("t").use(new Copy(from, List.of(), ""));
        return dag;
    }

    @Test
    void an_unknown_name_is_found_before_any_run() {
        Problem problem = only(ProblemCode.UNKNOWN_TEMPLATE_NAME, copying("gs://{{ logicaldate }}"));

        assertThat(problem.taskId()).isEqualTo("t");
        assertThat(problem.message())
                .contains("its component 'from'")
                .contains("'logicaldate' is not defined; did you mean 'logical_date'?");
    }

    @Test
    void names_of_airflow_2_say_their_successors() {
        assertThat(only(ProblemCode.UNKNOWN_TEMPLATE_NAME, copying("{{ execution_date }}"))
                        .message())
                .contains("use logical_date");
    }

    @Test
    void params_are_those_of_the_record() {
        dag.params(new Params(1, "b"));
        copying("{{ params.bucket }}/{{ params.epoch }}/{{ params.x | default(1) }}");

        Problem problem = only(ProblemCode.UNKNOWN_TEMPLATE_NAME, dag);

        assertThat(problem.message()).contains("there is no param 'epoch'");
        assertThat(problem.mend()).isEqualTo("did you mean 'epochs'?");
    }

    @Test
    void without_a_params_record_there_are_none() {
        assertThat(only(ProblemCode.UNKNOWN_TEMPLATE_NAME, copying("{{ params.n }}"))
                        .mend())
                .contains("params(…)");
    }

    @Test
    void lists_are_looked_into_and_verbatim_text_is_not() {
        dag.task("t").use(new Copy("", List.of("{{ ds }}", "{{ nope }}"), "{{ neither }}"));

        assertThat(only(ProblemCode.UNKNOWN_TEMPLATE_NAME, dag).message()).contains("its component 'parts'");
    }

    @Test
    void what_cannot_be_read_is_no_template() {
        Problem problem = only(ProblemCode.BAD_TEMPLATE, copying("{{ ds"));

        assertThat(problem.mend()).contains("@Verbatim");
    }

    @Test
    void names_of_instances_may_have_the_element() {
        dag.map("each", List.of(1)).named("{{ element }} of {{ ds }}").run(i -> {});
        assertRight(dag);

        dag.map("wrong", List.of(1)).named("{{ elemnt }}").run(i -> {});
        only(ProblemCode.UNKNOWN_TEMPLATE_NAME, dag);
    }

    @ParameterizedTest
    @CsvSource({
        "@daily, Europe/Berlin, true",
        "@daily, UTC, false",
        "@daily, Europe/London, true",
        "@daily, America/New_York, false",
        "30 21 * * *, America/New_York, true",
        "0 12 * * *, Europe/Berlin, false",
        "30 1 * * *, Europe/Berlin, true",
        "0 2 * * *, Europe/Berlin, false",
        "0 * * * *, Europe/Berlin, true",
        "@hourly, Asia/Kolkata, true"
    })
    void ds_is_warned_of_where_it_can_be_another_day(String cron, String zone, boolean warns) {
        copying("{{ ds }}").schedule(Schedule.dataInterval(cron)).timezone(zone);

        assertThat(Check.problems(dag))
                .extracting(Problem::code)
                .isEqualTo(warns ? List.of(ProblemCode.DS_IS_UTC_DATE) : List.of());
    }

    @Test
    void a_warning_lets_the_dag_be_loaded_and_the_local_date_needs_none() {
        copying("{{ ds_nodash }}").timezone("Europe/Berlin");
        assertThat(DagSpecs.of(dag, "C").tasks()).hasSize(1);

        Dag local = Dag.create("local").timezone("Europe/Berlin");
        local.task("t").use(new Copy("{{ local_ds }}", List.of(), ""));
        assertRight(local);
    }
}
