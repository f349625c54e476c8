package dev.rondo.dags.flights.data;

import static dev.rondo.dags.flights.TestFiles.at;
import static dev.rondo.dags.flights.data.DayFiles.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DayCheckTest {

    private static final KnownValues KNOWN = new KnownValues(40, Set.of("UA"), Set.of("EWR"), Set.of("IAH"));

    @TempDir
    private Path landing;

    @Test
    void a_usual_day_has_counts_and_no_findings() throws IOException {
        DayFiles.usual(38)
                .flight("flight", "100", "dep_time", "NA", "dep_delay", "NA", "arr_delay", "NA")
                .flight("flight", "101", "arr_delay", "NA")
                .deliver(landing);

        CheckedDay day = DayCheck.of(DAY, at(landing), KNOWN);

        assertThat(day.quality())
                .isEqualTo(new DayQuality(
                        DAY,
                        40,
                        24,
                        2,
                        0,
                        Map.of("dep_time", 1, "dep_delay", 1, "arr_delay", 2, "weather.wind_gust", 24),
                        List.of()));
        assertThat(day.flights()).hasSize(40);
        assertThat(day.weather()).hasSize(24);
    }

    @Test
    void on_the_first_day_nothing_is_new_because_everything_is() throws IOException {
        DayFiles.usual(3).deliver(landing);

        assertThat(DayCheck.of(DAY, at(landing), KnownValues.NONE).quality().findings())
                .isEmpty();
    }

    @Test
    void categories_that_the_window_does_not_have_are_found_and_kept() throws IOException {
        DayFiles.usual(38)
                .flight("flight", "100", "carrier", "OO", "dest", "ORD")
                .flight("flight", "101", "dest", "BNA")
                .deliver(landing);

        CheckedDay day = DayCheck.of(DAY, at(landing), KNOWN);

        assertThat(day.flights()).hasSize(40);
        assertThat(day.quality().findings())
                .containsExactly(
                        new Finding(Finding.Kind.UNSEEN, "carrier", 1, "OO"),
                        new Finding(Finding.Kind.UNSEEN, "dest", 2, "ORD BNA"));
    }

    @Test
    void impossible_values_are_found_with_their_line_and_their_rows_set_aside() throws IOException {
        DayFiles.usual(39)
                .flight("flight", "100", "arr_delay", "99999", "distance", "0")
                .weather("hour", "3", "wind_speed", "1048.36")
                .deliver(landing);

        CheckedDay day = DayCheck.of(DAY, at(landing), KNOWN);

        assertThat(day.flights()).hasSize(39);
        assertThat(day.weather()).hasSize(24);
        assertThat(day.quality().setAside()).isEqualTo(2);
        assertThat(day.quality().findings())
                .extracting(Finding::toString)
                .containsExactly(
                        "arr_delay out of range (1 rows, such as 99999.0 in line 41, expected -180.0 to 2880.0)",
                        "distance out of range (1 rows, such as 0.0 in line 41, expected 10.0 to 12000.0)",
                        "wind_speed out of range (1 rows, such as 1048.36 in line 26, expected 0.0 to 150.0)");
    }

    @Test
    void a_flight_that_is_there_twice_counts_once() throws IOException {
        DayFiles.usual(40).flight("flight", "7", "arr_delay", "55").deliver(landing);

        CheckedDay day = DayCheck.of(DAY, at(landing), KNOWN);

        assertThat(day.flights()).hasSize(40);
        assertThat(day.quality().findings())
                .containsExactly(new Finding(Finding.Kind.DUPLICATE, "flight", 1, "UA 7 from EWR in line 42"));
    }

    @Test
    void a_day_without_weather_is_used_and_reported() throws IOException {
        DayFiles.usual(40).withoutWeather().deliver(landing);

        assertThat(DayCheck.of(DAY, at(landing), KNOWN).quality().findings())
                .containsExactly(new Finding(Finding.Kind.NO_ROWS, "weather", 0, ""));
    }

    @Test
    void a_file_with_many_impossible_values_is_refused() throws IOException {
        DayFiles.usual(37)
                .flight("flight", "100", "arr_delay", "99999")
                .flight("flight", "101", "arr_delay", "99999")
                .flight("flight", "102", "arr_delay", "99999")
                .deliver(landing);

        assertRefused(
                KNOWN,
                "flights-2013-05-17.csv cannot be used: line 1: 3 of 40 rows are duplicates or have"
                        + " impossible values");
    }

    @Test
    void a_file_delivered_twice_into_itself_is_refused() throws IOException {
        DayFiles files = DayFiles.usual(40);
        for (int number = 1; number <= 40; number++) {
            files.flight("flight", String.valueOf(number));
        }
        files.deliver(landing);

        assertRefused(KNOWN, "40 of 80 rows are duplicates");
    }

    @Test
    void a_file_with_far_fewer_flights_than_usual_is_refused() throws IOException {
        DayFiles.usual(19).deliver(landing);

        assertRefused(KNOWN, "only 19 flights where 40 a day are usual");
    }

    @Test
    void a_file_with_a_header_and_no_flight_is_refused() throws IOException {
        DayFiles.usual(0).deliver(landing);

        assertRefused(KnownValues.NONE, "there is a header and no flight");
    }

    @Test
    void a_row_of_another_day_is_refused_with_its_line() throws IOException {
        DayFiles.usual(40).flight("day", "18").deliver(landing);

        assertRefused(KNOWN, "line 42, column day: expected a row of 2013-05-17, found one of 2013-05-18");
    }

    @Test
    void impossible_dates_and_times_are_refused_with_their_lines() throws IOException {
        DayFiles.usual(40)
                .flight("sched_dep_time", "2460")
                .flight("sched_dep_time", "1261")
                .flight("month", "13")
                .deliver(landing);

        assertRefused(
                KNOWN,
                "line 42, column sched_dep_time: expected a time of day such as 1745, found '2460'; "
                        + "line 43, column sched_dep_time: expected a time of day such as 1745, found '1261'; "
                        + "line 44, column day: no such date");
    }

    @Test
    void an_impossible_hour_of_weather_is_refused() throws IOException {
        DayFiles.usual(40).weather("hour", "24").deliver(landing);

        assertRefused(
                KNOWN, "weather-2013-05-17.csv cannot be used: line 26, column hour: expected an hour from 0 to 23");
    }

    @Test
    void a_day_that_was_not_delivered_says_which_file_is_missing() {
        assertThatThrownBy(() -> DayCheck.of(DAY, at(landing), KNOWN))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("flights-2013-05-17.csv");
    }

    @Test
    void known_values_are_gathered_from_the_days_before() throws IOException {
        DayFiles.usual(4)
                .flight("flight", "100", "carrier", "B6", "origin", "JFK", "dest", "BOS")
                .deliver(landing);
        List<Flight> five = DayCheck.of(DAY, at(landing), KnownValues.NONE).flights();

        assertThat(KnownValues.of(List.of(five, five.subList(0, 2), five.subList(0, 3))))
                .isEqualTo(new KnownValues(3, Set.of("UA", "B6"), Set.of("EWR", "JFK"), Set.of("IAH", "BOS")));
        assertThat(KnownValues.of(List.of())).isEqualTo(KnownValues.NONE);
    }

    @Test
    void every_cell_that_is_no_number_is_refused_even_one_that_is_not_used() throws IOException {
        DayFiles.usual(40).flight("air_time", "long").deliver(landing);

        assertRefused(KNOWN, "line 42, column air_time: expected a number or NA, found 'long'");
    }

    private void assertRefused(KnownValues known, String words) {
        assertThatThrownBy(() -> DayCheck.of(DAY, at(landing), known))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(words);
    }
}
