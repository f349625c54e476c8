package dev.rondo.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.benchmarks.scenario.Scenario;
import dev.rondo.benchmarks.scenario.Scenarios;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchmarksTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final Benchmarks benchmarks =
            new Benchmarks(Scenarios.all(), new PrintStream(out, true, UTF_8), new PrintStream(progress, true, UTF_8));

    private int run(String... names) {
        return benchmarks.run(List.of(names), processes -> {
            throw new AssertionError("nothing may be started for wrong arguments");
        });
    }

    @Test
    void an_unknown_scenario_is_named_with_those_there_are_and_exit_code_2() {
        int code = run("chain", "chian");

        assertThat(code).isEqualTo(2);
        assertThat(progress.toString(UTF_8))
                .contains("there is no scenario 'chian'")
                .doesNotContain("'chain'")
                .contains("fan");
        assertThat(out.size()).isZero();
    }

    @Test
    void without_a_scenario_the_usage_is_printed_to_stderr_and_exit_code_2() {
        int code = run();

        assertThat(code).isEqualTo(2);
        assertThat(progress.toString(UTF_8)).contains("usage: benchmarks/run SCENARIO");
        assertThat(out.size()).isZero();
    }

    @Test
    void what_has_processes_of_its_own_choice_is_not_measured_apart() {
        int code = run("--apart", "chain", "cold");

        assertThat(code).isEqualTo(2);
        assertThat(progress.toString(UTF_8))
                .contains("'cold' has processes of its own")
                .doesNotContain("'chain'");
        assertThat(out.size()).isZero();
    }

    @Test
    void what_takes_many_minutes_is_measured_by_name_only() {
        Map<String, Scenario> byName = new LinkedHashMap<>(Scenarios.all());
        byName.values().removeIf(Scenario::isInAll);

        assertThat(byName)
                .containsOnlyKeys(
                        "lists",
                        "flight-year",
                        "grow",
                        "grow-instances",
                        "grow-finished",
                        "grow-dags",
                        "grow-workers",
                        "faults",
                        "overload",
                        "bucket-transfer");
    }
}
