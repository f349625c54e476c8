package dev.rondo.dags.flights.learning;

import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.dags.flights.data.BadFileException;
import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStoreTest {

    private static final LocalDate DAY = LocalDate.of(2013, 5, 17);

    private final FeatureRow fine = Rows.row("UA", false, Map.of());
    private final FeatureRow foggy =
            Rows.row("B6", true, Map.of(Measure.VISIBILITY, 0.25, Measure.TEMPERATURE, Double.NaN));

    @TempDir
    private Path folder;

    @Test
    void rows_are_read_back_as_they_were_to_the_last_bit() throws IOException {
        var store = new FeatureStore(at(folder.resolve("features")));
        FeatureRow third = Rows.row("AA", true, Map.of(Measure.LATE_HERE, 1.0 / 3));

        store.write(DAY, List.of(fine, foggy, third));

        assertThat(store.read(DAY)).containsExactly(fine, foggy, third);
    }

    @Test
    void a_day_written_again_replaces_itself() throws IOException {
        var store = new FeatureStore(at(folder));
        store.write(DAY, List.of(fine, foggy));

        store.write(DAY, List.of(fine));

        assertThat(store.read(DAY)).containsExactly(fine);
    }

    @Test
    void days_are_listed_in_order_and_read_one_after_the_other() throws IOException {
        var store = new FeatureStore(at(folder));
        store.write(DAY, List.of(foggy));
        store.write(DAY.minusDays(2), List.of(fine));

        assertThat(store.daysBefore(DAY.plusDays(1), 3)).containsExactly(DAY.minusDays(2), DAY);
        assertThat(store.daysBefore(DAY, 1)).isEmpty();
        assertThat(store.read(store.daysBefore(DAY.plusDays(1), 3))).containsExactly(fine, foggy);
    }

    @Test
    void a_feature_file_that_somebody_edited_wrongly_names_line_and_column() throws IOException {
        var store = new FeatureStore(at(folder));
        DataPath file = store.write(DAY, List.of(fine));
        file.writeString(file.readString().replace("1000.0", "far"));

        assertThatThrownBy(() -> store.read(DAY))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("line 2, column distance: expected a number or NA, found 'far'");
    }
}
