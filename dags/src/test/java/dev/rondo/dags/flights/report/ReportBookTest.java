package dev.rondo.dags.flights.report;

import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.dags.flights.data.BadFileException;
import dev.rondo.dags.flights.data.DayQuality;
import dev.rondo.dags.flights.data.Finding;
import dev.rondo.dags.flights.learning.Evaluation;
import dev.rondo.dags.flights.learning.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportBookTest {

    private static final LocalDate DAY = LocalDate.of(2013, 5, 17);

    private static final Evaluation EVALUATION = new Evaluation(
            new Metrics(150, 0.2, 0.25, 0.71, 0.45),
            new Metrics(150, 0.2, 0.22, 0.5, 0.5),
            new Metrics(150, 0.2, 0.26, 0.7, 0.46),
            "v000011",
            List.of());

    private static final List<Drift> DRIFT = List.of(new Drift("temperature", 1.5, 0.4), new Drift("late", 0.02, 0.01));

    @TempDir
    private Path folder;

    private ReportBook book;

    @BeforeEach
    void openBook() {
        book = new ReportBook(at(folder));
    }

    @Test
    void a_pushed_day_is_a_line_with_its_figures() throws IOException {
        assertThat(book.write(pushed(DAY, 0.2)))
                .isEqualTo(
                        "| 2013-05-17 | 150 | 20 % | 25 % | 0.710 | 0.450 | 0.500 | 0.020 | 1.500 | pushed v000012 |");
    }

    @Test
    void an_alarm_and_a_day_without_a_model_are_lines_too() throws IOException {
        assertThat(book.write(alarm(DAY)))
                .isEqualTo("| 2013-05-17 | 150 | 20 % | 25 % | 0.710 | 0.450 | 0.500 | 0.020 | 1.500 | **alarm** |");
        assertThat(book.write(filling(DAY)))
                .isEqualTo("| 2013-05-17 | 150 | 20 % | – | – | – | – | – | – | window fills |");
    }

    @Test
    void the_season_has_the_days_in_order_and_the_months_above_them() throws IOException {
        book.write(pushed(DAY.plusMonths(1), 0.4));
        book.write(alarm(DAY.plusDays(1)));
        book.write(pushed(DAY, 0.1));
        book.write(filling(DAY.minusDays(1)));

        assertThat(Files.readAllLines(folder.resolve("season.md")))
                .filteredOn(line -> line.startsWith("| 2013"))
                .containsExactly(
                        "| 2013-05 | 3 | 17 % | 25 % | 0.710 | 0.450 | 0.500 | 0.020 | 1.500 | 1 | 1 |",
                        "| 2013-06 | 1 | 40 % | 25 % | 0.710 | 0.450 | 0.500 | 0.020 | 1.500 | 1 | 0 |",
                        "| 2013-05-16 | 150 | 20 % | – | – | – | – | – | – | window fills |",
                        "| 2013-05-17 | 150 | 10 % | 25 % | 0.710 | 0.450 | 0.500 | 0.020 | 1.500 | pushed v000012 |",
                        "| 2013-05-18 | 150 | 20 % | 25 % | 0.710 | 0.450 | 0.500 | 0.020 | 1.500 | **alarm** |",
                        "| 2013-06-17 | 150 | 40 % | 25 % | 0.710 | 0.450 | 0.500 | 0.020 | 1.500 | pushed v000012 |");
    }

    @Test
    void a_day_reported_again_replaces_its_line() throws IOException {
        book.write(pushed(DAY, 0.1));
        book.write(alarm(DAY));

        assertThat(folder.resolve("season.md"))
                .content()
                .containsOnlyOnce("| 2013-05-17 |")
                .contains("| **alarm** |")
                .doesNotContain("v000012");
    }

    @Test
    void the_json_of_a_day_has_everything() throws IOException {
        book.write(alarm(DAY));

        assertThat(folder.resolve("days/2013-05-17.json"))
                .content()
                .contains("\"outcome\":\"ALARM\"")
                .contains("\"inForceVersion\":\"v000011\"")
                .contains("\"auc\":0.71")
                .contains("{\"feature\":\"temperature\",\"psi\":1.5,\"jensenShannon\":0.4}")
                .contains("\"missing\":{\"arr_delay\":3}")
                .contains("\"example\":\"OO\"")
                .contains("\"version\":null");
    }

    @Test
    void what_a_killed_report_left_behind_is_not_a_day() throws IOException {
        Files.createDirectories(folder.resolve("days"));
        Files.writeString(folder.resolve("days/.2013-05-16.csv.0000.part"), "day,outc");

        book.write(pushed(DAY, 0.2));

        assertThat(folder.resolve("season.md")).content().contains("| 2013-05 | 1 |");
    }

    @Test
    void figures_that_somebody_edited_wrongly_are_named() throws IOException {
        book.write(pushed(DAY, 0.2));
        Path figures = folder.resolve("days/2013-05-17.csv");
        Files.writeString(figures, Files.readString(figures).replace("PUSHED", "SOLD"));

        assertThatThrownBy(() -> book.write(pushed(DAY.plusDays(1), 0.2)))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(figures + " cannot be used: line 2: not the figures of a day");
    }

    private static DayReport pushed(LocalDate day, double lateShare) {
        return new DayReport(day, Outcome.PUSHED, 150, lateShare, quality(day), EVALUATION, "v000012", DRIFT);
    }

    private static DayReport alarm(LocalDate day) {
        return new DayReport(day, Outcome.ALARM, 150, 0.2, quality(day), EVALUATION, null, DRIFT);
    }

    private static DayReport filling(LocalDate day) {
        return new DayReport(day, Outcome.FILLING, 150, 0.2, quality(day), null, null, List.of());
    }

    private static DayQuality quality(LocalDate day) {
        return new DayQuality(
                day,
                153,
                72,
                3,
                0,
                Map.of("arr_delay", 3),
                List.of(new Finding(Finding.Kind.UNSEEN, "carrier", 1, "OO")));
    }
}
