package dev.rondo.dags.flights.data;

import static dev.rondo.dags.flights.TestFiles.at;
import static dev.rondo.dags.flights.data.DayFiles.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingWindowTest {

    @TempDir
    private Path landing;

    @TempDir
    private Path folder;

    private TrainingWindow window;

    @BeforeEach
    void openWindow() {
        window = new TrainingWindow(at(folder.resolve("window")));
    }

    @Test
    void what_was_appended_is_read_back() throws IOException {
        CheckedDay day = checked(DayFiles.usual(5).flight("flight", "100", "arr_delay", "NA"));

        int flights = window.append(day);

        assertThat(flights).isEqualTo(6);
        assertThat(window.flights(DAY))
                .extracting(flight -> flight.row().text())
                .isEqualTo(day.flights().stream()
                        .map(flight -> flight.row().text())
                        .toList());
        assertThat(window.weather(DAY))
                .extracting(hour -> hour.row().text())
                .isEqualTo(day.weather().stream().map(hour -> hour.row().text()).toList());
    }

    @Test
    void rows_set_aside_do_not_get_in() throws IOException {
        window.append(checked(DayFiles.usual(5).flight("flight", "100", "distance", "1")));

        assertThat(window.flights(DAY)).hasSize(5);
    }

    @Test
    void a_day_appended_again_replaces_itself() throws IOException {
        window.append(checked(DayFiles.usual(5)));
        window.append(checked(DayFiles.usual(7)));

        assertThat(window.flights(DAY)).hasSize(7);
        assertThat(window.daysBefore(DAY.plusDays(1), 30)).containsExactly(DAY);
    }

    @Test
    void only_days_within_the_window_count() throws IOException {
        window.append(checked(DayFiles.usual(5)));

        assertThat(window.daysBefore(DAY, 30)).isEmpty();
        assertThat(window.daysBefore(DAY.plusDays(30), 30)).containsExactly(DAY);
        assertThat(window.daysBefore(DAY.plusDays(31), 30)).isEmpty();
    }

    @Test
    void a_try_killed_between_its_two_files_leaves_no_day_and_the_next_try_completes_it() throws IOException {
        CheckedDay day = checked(DayFiles.usual(5));
        window.append(day);
        Files.delete(folder.resolve("window").resolve(Feed.FLIGHTS.fileName(DAY)));
        Files.writeString(folder.resolve("window/.flights-2013-05-17.csv.0000.part"), "year,mon");

        assertThat(window.daysBefore(DAY.plusDays(1), 30)).isEmpty();

        window.append(day);

        assertThat(window.daysBefore(DAY.plusDays(1), 30)).containsExactly(DAY);
        assertThat(window.flights(DAY)).hasSize(5);
    }

    @Test
    void a_window_without_days_knows_nothing() throws IOException {
        assertThat(window.knownBefore(DAY, 30)).isEqualTo(KnownValues.NONE);
    }

    @Test
    void the_days_before_tell_what_is_usual() throws IOException {
        window.append(checked(DayFiles.usual(5)));

        assertThat(window.knownBefore(DAY.plusDays(1), 30))
                .isEqualTo(new KnownValues(5, Set.of("UA"), Set.of("EWR"), Set.of("IAH")));
    }

    private CheckedDay checked(DayFiles files) throws IOException {
        files.deliver(landing);
        return DayCheck.of(DAY, at(landing), KnownValues.NONE);
    }
}
