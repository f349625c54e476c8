package dev.rondo.dags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.dags.flights.FlightDataDelivery;
import dev.rondo.dags.flights.FlightDelayTraining;
import dev.rondo.dags.tutorial.Tutorial;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleDagsTest {

    static Stream<DagDefinition> examples() {
        return Stream.of(new Tutorial(), new FlightDataDelivery(), new FlightDelayTraining());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_loads_without_a_problem_and_the_same_each_time(DagDefinition example) {
        assertThat(SpecJson.write(spec(example.define()))).isEqualTo(SpecJson.write(spec(example.define())));
    }

    @Test
    void the_training_waits_checks_learns_and_decides() {
        assertThat(lines(new FlightDelayTraining().define()))
                .containsExactly(
                        "> wait_for_flights",
                        "> wait_for_weather",
                        "wait_for_flights wait_for_weather > validate",
                        "validate > append",
                        "append > features",
                        "features > drift",
                        "features > train",
                        "train > evaluate",
                        "evaluate > good_enough",
                        "good_enough train > push",
                        "evaluate good_enough > alarm",
                        "alarm drift evaluate features push validate > report");
    }

    @Test
    void the_tutorial_is_a_chain_with_a_branch_at_its_end() {
        assertThat(lines(new Tutorial().define()))
                .containsExactly(
                        "> say_hello",
                        "say_hello > throw_darts",
                        "throw_darts > estimate",
                        "estimate > how_close",
                        "estimate how_close > cheer",
                        "estimate how_close > advise");
    }

    @Test
    void the_year_is_worked_through_a_day_at_a_time_without_being_asked() {
        DagSpec training = spec(new FlightDelayTraining().define());

        assertThat(training.startDate()).isEqualTo(Instant.parse("2013-01-01T00:00:00Z"));
        assertThat(training.endDate()).isEqualTo(Instant.parse("2013-12-31T00:00:00Z"));
        assertThat(training.catchup()).isEqualTo(DagSpec.CATCHUP_ALL);
        assertThat(training.maxActiveRuns()).isEqualTo(1);
        assertThat(training.pausedUponCreation()).isFalse();
        assertThat(training.tasks())
                .allSatisfy(task -> assertThat(task.options().dependsOnPast()).isTrue());
    }

    @Test
    void the_tutorial_waits_to_be_unpaused() {
        assertThat(spec(new Tutorial().define()).pausedUponCreation()).isNull();
    }

    private static DagSpec spec(Dag dag) {
        return DagSpecs.of(dag, "example");
    }

    private static List<String> lines(Dag dag) {
        return spec(dag).tasks().stream()
                .map(task -> String.join(" ", task.upstream().stream().sorted().toList()) + " > " + task.taskId())
                .map(String::strip)
                .toList();
    }
}
