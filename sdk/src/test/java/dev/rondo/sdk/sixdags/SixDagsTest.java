package dev.rondo.sdk.sixdags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.internal.define.DagHandle;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.GroupSpec;
import dev.rondo.sdk.spec.InputSpec;
import dev.rondo.sdk.spec.MappingSpec;
import dev.rondo.sdk.spec.MappingSpec.Axis;
import dev.rondo.sdk.spec.MappingSpec.Combine;
import dev.rondo.sdk.spec.OperatorSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.ScheduleSpec;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import dev.rondo.sdk.spec.TaskSpec.TypeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SixDagsTest {

    private static DagSpec spec(Dag dag) {
        return DagSpecs.of(dag, "com.example.TheDag");
    }

    private static TaskSpec task(DagSpec dag, String id) {
        return dag.tasks().stream()
                .filter(t -> t.taskId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(DagSpec dag) {
        return dag.tasks().stream()
                .map(t -> String.join(" ", t.upstream()) + " > " + t.taskId())
                .toList();
    }

    static Stream<Supplier<Dag>> sixDags() {
        return Stream.of(
                () -> new Census().define(),
                () -> new Family().define().getFirst(),
                () -> new Mapping().define(),
                () -> new Three().define(),
                () -> new Cluster().define(),
                () -> new Full().define());
    }

    @ParameterizedTest
    @MethodSource("sixDags")
    void two_calls_of_define_give_the_same_text_and_it_reads_back(Supplier<Dag> define) {
        DagSpec one = spec(define.get());
        DagSpec two = spec(define.get());

        assertThat(SpecJson.write(one)).isEqualTo(SpecJson.write(two));
        assertThat(SpecJson.read(SpecJson.write(one))).isEqualTo(one);
    }

    @Test
    void a_task_knows_the_line_of_its_definition() {
        String where =
                DagHandle.draftOf(new Census().define()).tasks().getFirst().where();

        assertThat(where).matches("Census\\.java:\\d+");
    }

    @Test
    void census_is_a_chain_with_a_sensor_and_a_branch() {
        DagSpec dag = spec(new Census().define());

        assertThat(dag.schedule()).isEqualTo(new ScheduleSpec.CronDataInterval("@daily"));
        assertThat(dag.startDate()).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
        assertThat(lines(dag))
                .containsExactly(
                        " > wait_for_export",
                        "wait_for_export > count_rows",
                        "count_rows > train",
                        "train > good_enough",
                        "good_enough train > push",
                        "good_enough train > alarm");
        assertThat(task(dag, "good_enough").branches())
                .isEqualTo(Map.of("PASS", List.of("push"), "FAIL", List.of("alarm")));
        assertThat(task(dag, "count_rows").result()).isEqualTo(new TypeSpec("Rows", "{n:long}"));
        assertThat(task(dag, "train").result()).isEqualTo(new TypeSpec("Model", "{auc:double,uri:string}"));
        assertThat(task(dag, "push").result()).isNull();
    }

    @Test
    void census_options_come_from_the_default_arguments_and_the_task() {
        TaskSpec train = task(spec(new Census().define()), "train");

        assertThat(train.options().retries()).isEqualTo(3);
        assertThat(train.options().retryDelay()).isEqualTo(Duration.ofMinutes(5));
        assertThat(train.options().pool()).isEqualTo("training");
        assertThat(train.options().dependsOnPast()).isTrue();
        assertThat(train.origins())
                .isEqualTo(Map.of(
                        "owner", "dag",
                        "retries", "task",
                        "retry_delay", "dag",
                        "depends_on_past", "dag",
                        "pool", "task"));
    }

    @Test
    void census_sensor_stands_in_the_graph_with_its_fields() {
        OperatorSpec sensor =
                task(spec(new Census().define()), "wait_for_export").operator();

        assertThat(sensor)
                .isEqualTo(new OperatorSpec(
                        "dev.rondo.sdk.sixdags.GcsObjectSensor",
                        "sensor",
                        Map.of(
                                "uri",
                                "\"gs://census/{{ local_ds }}/export.csv\"",
                                "waiting",
                                "{\"pokeInterval\":\"PT30S\",\"timeout\":\"PT168H\",\"softFail\":false,"
                                        + "\"exponentialBackoff\":false,\"maxWait\":\"PT1H\"}"),
                        false));
    }

    @Test
    void family_gathers_the_tasks_of_a_loop() {
        List<Dag> dags = new Family().define();

        DagSpec french = spec(dags.get(1));

        assertThat(dags).extracting(Dag::id).containsExactly("census_de", "census_fr");
        assertThat(french.schedule()).isEqualTo(new ScheduleSpec.CronTrigger(List.of("@daily")));
        assertThat(task(french, "report").inputs())
                .containsExactly(new InputSpec.Gathered(List.of("train_n", "train_s")));
        assertThat(lines(french)).containsExactly(" > train_n", " > train_s", "train_n train_s > report");
    }

    @Test
    void mapping_is_over_results_and_literals_of_tasks_and_groups() {
        DagSpec dag = spec(new Mapping().define());

        assertThat(lines(dag))
                .containsExactly(
                        " > split",
                        "split > train",
                        "train > best",
                        "split > load",
                        " > per_country.train",
                        "per_country.train > per_country.eval",
                        "best load per_country.eval > reduce");
        assertThat(task(dag, "train").mapping())
                .isEqualTo(new MappingSpec(List.of(new Axis.Result("split")), Combine.CROSS, null));
        assertThat(task(dag, "train").inputs()).containsExactly(new InputSpec.Element(0));
        assertThat(dag.groups())
                .containsExactly(new GroupSpec(
                        "per_country",
                        null,
                        new MappingSpec(List.of(new Axis.Literal("[\"de\",\"fr\"]", 2)), Combine.CROSS, null),
                        null));
        assertThat(task(dag, "per_country.train").mapping()).isNull();
        assertThat(task(dag, "per_country.train").groupId()).isEqualTo("per_country");
    }

    @Test
    void mapping_types_are_those_of_one_instance_and_a_lambdas_list_is_read_from_its_readers() {
        DagSpec dag = spec(new Mapping().define());

        assertThat(task(dag, "split").result()).isEqualTo(new TypeSpec("List<String>", "list<string>"));
        assertThat(task(dag, "train").result()).isEqualTo(new TypeSpec("Model", "{auc:double,uri:string}"));
        assertThat(task(dag, "load").result()).isEqualTo(new TypeSpec("Long", "long"));
        assertThat(task(dag, "per_country.eval").result()).isEqualTo(new TypeSpec("Double", "double"));
    }

    @Test
    void three_joins_what_a_branch_parted() {
        DagSpec dag = spec(new Three().define());

        TaskSpec join = task(dag, "join");

        assertThat(join.inputs())
                .containsExactly(new InputSpec.Result("full", true), new InputSpec.Result("delta", true));
        assertThat(join.options().triggerRule()).isEqualTo(TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS);
        assertThat(join.upstream()).containsExactly("delta", "full", "which");
        assertThat(task(dag, "which").body()).isEqualTo(Body.CHOOSE);
        assertThat(task(dag, "which").branches())
                .isEqualTo(Map.of("FULL", List.of("full"), "DELTA", List.of("delta"), "SKIP", List.of("join")));
    }

    @Test
    void cluster_has_a_setup_and_its_teardown() {
        DagSpec dag = spec(new Cluster().define());

        TaskSpec delete = task(dag, "delete");

        assertThat(task(dag, "create").setup()).isTrue();
        assertThat(delete.teardownOf()).containsExactly("create");
        assertThat(delete.options().triggerRule()).isEqualTo(TriggerRule.ALL_DONE_SETUP_SUCCESS);
        assertThat(delete.upstream()).containsExactly("create", "eval");
        assertThat(delete.teardownFailsRun()).isFalse();
    }

    @Test
    void full_has_params_an_approval_and_an_operator_made_from_an_input() {
        DagSpec dag = spec(new Full().define());

        TaskSpec load = task(dag, "load");
        TaskSpec approve = task(dag, "approve");

        assertThat(dag.params()).isNotNull();
        assertThat(dag.params().defaults()).isEqualTo("{\"epochs\":10,\"minAuc\":0.9}");
        assertThat(dag.params().jsonSchema()).contains("\"default\":10");
        assertThat(load.operator()).as("made when it runs").isNull();
        assertThat(load.body()).isEqualTo(Body.OPERATOR);
        assertThat(load.result()).isEqualTo(new TypeSpec("Long", "long"));
        assertThat(approve.body()).isEqualTo(Body.APPROVE);
        assertThat(approve.upstream()).containsExactly("evaluate");
        assertThat(approve.form()).contains("\"push\"").contains("\"why\"");
        assertThat(task(dag, "push").inputs())
                .containsExactly(
                        new InputSpec.Result("approve", false),
                        new InputSpec.Result("train", false),
                        new InputSpec.Result("evaluate", false),
                        new InputSpec.Params());
    }

    @Test
    void full_options_are_read_with_their_units() {
        DagSpec dag = spec(new Full().define());

        OptionsSpec train = task(dag, "train").options();

        assertThat(train.heapBytes()).isEqualTo(4L << 30);
        assertThat(train.pool()).isEqualTo("gpu");
        assertThat(train.poolSlots()).isEqualTo(2);
        assertThat(train.callbacks()).isEqualTo(Set.of("failure"));
        assertThat(task(dag, "wait").options().executionTimeout()).isEqualTo(Duration.ofHours(2));
    }
}
