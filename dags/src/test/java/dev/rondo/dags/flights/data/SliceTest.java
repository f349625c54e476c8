package dev.rondo.dags.flights.data;

import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SliceTest {

    private final Map<LocalDate, List<Flight>> days = new TreeMap<>();
    private Path landing = Path.of("");

    @BeforeAll
    void deliverTheYear(@TempDir Path folder) throws IOException {
        landing = folder;
        for (LocalDate day :
                Slice.FIRST_DAY.datesUntil(Slice.LAST_DAY.plusDays(1)).toList()) {
            Slice.deliver(Feed.FLIGHTS, day, at(landing));
            days.put(
                    day,
                    CsvFile.read(
                            at(landing.resolve(Feed.FLIGHTS.fileName(day))),
                            Flight.COLUMNS,
                            row -> Flight.of(row, day)));
        }
    }

    @Test
    void every_day_of_the_year_has_a_sixth_of_its_flights() {
        assertThat(days).hasSize(365);
        // The full table has 634 to 1,014 departures a day, 336,776 in the year.
        assertThat(days.values()).allSatisfy(flights -> assertThat(flights).hasSizeBetween(634 / 6, 1014 / 6 + 1));
        assertThat(flights()).hasSizeBetween(336_776 / 6 - 365, 336_776 / 6 + 365);
    }

    @Test
    void the_share_of_late_flights_of_each_month_is_that_of_the_full_table() {
        Map<Month, Double> shares = new TreeMap<>(flights().stream()
                .filter(Flight::arrived)
                .collect(Collectors.groupingBy(
                        flight -> flight.date().getMonth(),
                        Collectors.averagingDouble(flight -> flight.late() ? 1 : 0))));

        List<Double> full = List.of(.227, .229, .228, .279, .220, .308, .315, .238, .132, .168, .174, .326);
        assertThat(new ArrayList<>(shares.values()))
                .zipSatisfy(full, (share, expected) -> assertThat(share).isCloseTo(expected, within(0.02)));
    }

    @Test
    void every_airline_and_airport_of_departure_is_there() {
        assertThat(flights().stream().map(Flight::carrier).distinct()).hasSize(16);
        assertThat(flights().stream().map(Flight::origin).distinct()).containsExactlyInAnyOrder("EWR", "JFK", "LGA");
    }

    @Test
    void a_day_delivered_twice_is_the_same_file() throws IOException {
        LocalDate day = LocalDate.of(2013, 3, 10);
        Path file = landing.resolve(Feed.FLIGHTS.fileName(day));
        String first = Files.readString(file);

        int rows = Slice.deliver(Feed.FLIGHTS, day, at(landing));

        assertThat(file).hasContent(first);
        assertThat(first.lines()).hasSize(rows + 1);
    }

    @Test
    void weather_comes_by_the_hour_for_each_airport() throws IOException {
        assertThat(Slice.deliver(Feed.WEATHER, LocalDate.of(2013, 7, 4), at(landing)))
                .isEqualTo(3 * 24);
    }

    @Test
    void the_last_day_has_no_weather_as_in_the_full_table() throws IOException {
        assertThat(Slice.deliver(Feed.WEATHER, Slice.LAST_DAY, at(landing))).isZero();
        assertThat(landing.resolve(Feed.WEATHER.fileName(Slice.LAST_DAY)))
                .hasContent(String.join(",", Observation.COLUMNS) + "\n");
    }

    @Test
    void a_day_of_another_year_is_refused() {
        assertThatThrownBy(() -> Slice.deliver(Feed.FLIGHTS, LocalDate.of(2014, 1, 1), at(landing)))
                .hasMessage("no flights of 2014-01-01: the slice covers 2013-01-01 to 2013-12-31");
    }

    private List<Flight> flights() {
        return days.values().stream().flatMap(List::stream).toList();
    }
}
