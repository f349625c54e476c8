package dev.rondo.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntDeltasTest {

    @ParameterizedTest(name = "{1} changes of {0} cells")
    @CsvSource({"1, 3", "40, 10", "40, 500", "5000, 30", "5000, 400", "5000, 60000"})
    void each_cell_has_what_was_added_to_it_however_many_change(int cells, int changes) {
        IntDeltas deltas = new IntDeltas(cells);
        Map<Integer, Integer> expected = new HashMap<>();
        Random random = new Random(cells + changes);

        for (int i = 0; i < changes; i++) {
            int cell = random.nextInt(cells);
            int delta = random.nextInt(-3, 4);
            deltas.add(cell, delta);
            expected.merge(cell, delta, Integer::sum);
            assertThat(deltas.get(cell)).isEqualTo(expected.get(cell));
        }

        for (int cell = 0; cell < cells; cell++) {
            assertThat(deltas.get(cell)).isEqualTo(expected.getOrDefault(cell, 0));
        }
    }
}
