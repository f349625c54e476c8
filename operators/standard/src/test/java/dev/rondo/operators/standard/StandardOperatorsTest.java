package dev.rondo.operators.standard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.Operator;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.operator.OperatorRecord;
import dev.rondo.sdk.spec.OperatorSpec;
import dev.rondo.sdk.spec.TaskSpec;
import dev.rondo.sdk.spec.TaskSpec.Body;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StandardOperatorsTest {

    static Stream<Operator<?>> operators() {
        return Stream.of(
                BashOperator.of("echo {{ ds }}").env("A", "b").cwd("/tmp"),
                JavaMainOperator.of("com.example.Main", "a").env(Map.of("A", "b")),
                TriggerDagRunOperator.of("d").conf(Map.of("n", 1, "l", List.of("x", true))),
                FileSensor.of("/data/{{ ds }}.csv"),
                TimeSensor.of("06:30"),
                TimeDeltaSensor.of(Duration.ofHours(1)),
                ExternalTaskSensor.of("d", "t").softFail(true),
                new EmptyOperator(),
                new LatestOnlyOperator());
    }

    @ParameterizedTest
    @MethodSource("operators")
    void each_stands_in_the_graph_and_is_made_again_from_it_without_a_jar(Operator<?> operator) {
        Dag dag = Dag.create("d");
        dag.task("t").use(operator);

        OperatorSpec spec = DagSpecs.of(dag, "C").tasks().getFirst().operator();

        assertThat(spec).isNotNull();
        assertThat(spec.builtIn()).isTrue();
        assertThat(OperatorRecord.make(spec, getClass().getClassLoader(), new HashMap<>()))
                .isEqualTo(operator);
    }

    @Test
    void a_predicate_is_code_and_needs_the_jar() {
        Dag dag = Dag.create("d");
        dag.task("t").use(PredicateSensor.of(ctx -> true));

        OperatorSpec spec = DagSpecs.of(dag, "C").tasks().getFirst().operator();

        assertThat(spec).isNotNull();
        assertThat(spec.builtIn()).isFalse();
        assertThat(spec.fields().get("predicate")).contains("code: ").contains("StandardOperatorsTest");
    }

    @Test
    void two_never_leave_the_scheduler() {
        Dag dag = Dag.create("d");
        dag.task("join").use(new EmptyOperator());
        dag.task("latest").use(new LatestOnlyOperator());

        assertThat(DagSpecs.of(dag, "C").tasks())
                .extracting(TaskSpec::body)
                .containsExactly(Body.EMPTY, Body.LATEST_ONLY);
    }

    @Test
    void results_have_types() {
        Dag dag = Dag.create("d");
        var path = dag.task("wait").use(FileSensor.of("/data/x"));
        dag.task("read", path).call(p -> p.length());
        dag.task("bash").use(BashOperator.of("true"));
        dag.task("time").use(TimeSensor.of("06:00"));

        assertThat(DagSpecs.of(dag, "C").tasks())
                .extracting(t -> t.result() == null ? "nothing" : t.result().name())
                .containsExactly("String", "Integer", "String", "nothing");
    }
}
