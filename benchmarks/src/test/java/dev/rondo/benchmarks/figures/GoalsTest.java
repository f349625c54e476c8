package dev.rondo.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalsTest {

    private static ResultLine chain(double p50, double p95) {
        return ResultLine.of("chain").put("gap_ms", new Spread(p50, p95, 9));
    }

    private static String onlyRow(ResultLine line) {
        List<String> table = Goals.table(List.of(line.build()));
        assertThat(table).hasSize(3);
        return table.getLast();
    }

    @Test
    void each_figure_is_held_against_its_bound() {
        assertThat(onlyRow(chain(1.0, 4.21)))
                .startsWith("| `chain` | gap, p50 / p95 |")
                .endsWith("| ≤ 1 / ≤ 3 ms | 1 / 4.21 | yes / no |");
        assertThat(onlyRow(ResultLine.of("fan").put("tasks_per_s", 5_000.4, 1))).endsWith("| 5,000 | yes |");
        assertThat(onlyRow(ResultLine.of("fan").put("tasks_per_s", 4_999, 1))).endsWith("| 4,999 | no |");
    }

    @Test
    void seconds_are_told_in_milliseconds_and_executions_are_taken_off() {
        assertThat(onlyRow(ResultLine.of("light40").put("run_s", 0.0604, 4))).endsWith("| ≤ 60 ms | 60.4 | no |");
        assertThat(onlyRow(ResultLine.of("heavy10").put("run_s", 0.1361, 4).put("body_s", 0.1, 4)))
                .endsWith("| ≤ 15 ms | 36.1 | no |");
    }

    @Test
    void what_has_no_figure_is_not_met() {
        assertThat(onlyRow(ResultLine.of("idle").put("pss_mib", 250, 0))).endsWith("| 250 / not measured | yes / no |");
    }

    @Test
    void what_has_no_goal_has_no_row() {
        List<JsonObject> lines = List.of(
                ResultLine.of("planned").build(), ResultLine.of("flight-year").build());

        assertThat(Goals.table(lines)).isEmpty();
    }

    @Test
    void rows_come_in_the_order_of_the_goals() {
        List<JsonObject> lines = List.of(
                ResultLine.of("fan").put("tasks_per_s", 1, 0).build(),
                chain(1, 1).build());

        assertThat(Goals.table(lines)).element(2).asString().startsWith("| `chain`");
    }
}
