package dev.rondo.dags.flights.learning;

import static dev.rondo.dags.flights.TestFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.dags.flights.data.CsvFile;
import dev.rondo.dags.flights.data.CsvRow;
import dev.rondo.dags.flights.data.Flight;
import dev.rondo.dags.flights.data.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureExtractorTest {

    private static final LocalDate DAY = LocalDate.of(2013, 5, 17);

    @TempDir
    private Path folder;

    /** The features do not look at the line that a flight was read from. */
    private CsvRow anyRow;

    private final List<Flight> flights = new ArrayList<>();
    private final List<Observation> weather = new ArrayList<>();

    @BeforeEach
    void readAnyRow() throws IOException {
        Path file = Files.writeString(folder.resolve("any.csv"), "any\nthing\n");
        anyRow = CsvFile.read(at(file), List.of("any"), row -> row).getFirst();
    }

    @Test
    void the_plan_becomes_features() {
        flight("EWR", 17 * 60 + 45, 0, 20);

        FeatureRow row = features().getFirst();

        assertThat(row.categories())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Category.CARRIER, "UA",
                        Category.ORIGIN, "EWR",
                        Category.DESTINATION, "IAH",
                        Category.DAY_OF_WEEK, "FRIDAY"));
        assertThat(row.get(Measure.HOUR)).isEqualTo(17.75);
        assertThat(row.get(Measure.DISTANCE)).isEqualTo(1400);
        assertThat(row.late()).isTrue();
    }

    @Test
    void a_flight_is_late_from_sixteen_minutes_on() {
        flight("EWR", 600, 0, 15);
        flight("EWR", 600, 0, 16);

        assertThat(features()).extracting(FeatureRow::late).containsExactly(false, true);
    }

    @Test
    void cancelled_and_diverted_flights_teach_nothing_and_still_load_the_airport() {
        flight("EWR", 600, 0, 0);
        flight("EWR", 610, Double.NaN, Double.NaN);
        flight("EWR", 659, 5, Double.NaN);
        flight("EWR", 660, 0, 0);
        flight("JFK", 620, 0, 0);

        assertThat(features()).extracting(row -> row.get(Measure.PLANNED_LOAD)).containsExactly(3.0, 1.0, 1.0);
    }

    @Test
    void departures_of_the_three_hours_up_to_one_hour_before_tell_how_the_day_goes() {
        flight("EWR", 719, 0, 0); // left 11:59, too long ago
        flight("EWR", 700, 20, 0); // left 12:00, late
        flight("EWR", 800, 0, 0);
        flight("EWR", 890, 10, 0); // left 15:00, ten minutes are not late
        flight("JFK", 850, 50, 0); // left 15:00, late, elsewhere
        flight("EWR", 880, 30, 0); // leaves 15:10, too close
        flight("EWR", 960, 0, 0); // the one: planned for 16:00

        FeatureRow row = features().getLast();

        // Two departures are counted as punctual beforehand.
        assertThat(row.get(Measure.LATE_HERE)).isCloseTo(1.0 / (3 + 2), within(1e-12));
        assertThat(row.get(Measure.LATE_ANYWHERE)).isCloseTo(2.0 / (4 + 2), within(1e-12));
    }

    @Test
    void weather_is_that_of_the_airport_in_the_hour_before() {
        observation("EWR", 15, 70);
        observation("EWR", 16, 90);
        observation("JFK", 15, 50);
        flight("EWR", 16 * 60 + 59, 0, 0);
        flight("EWR", 17 * 60, 0, 0);

        assertThat(features()).extracting(row -> row.get(Measure.TEMPERATURE)).containsExactly(70.0, 90.0);
    }

    @Test
    void a_missing_hour_is_bridged_up_to_three_hours_and_then_unknown() {
        observation("EWR", 10, 70);
        flight("EWR", 13 * 60, 0, 0);
        flight("EWR", 14 * 60, 0, 0);
        flight("EWR", 30, 0, 0);

        assertThat(features())
                .extracting(row -> row.get(Measure.TEMPERATURE))
                .containsExactly(70.0, Double.NaN, Double.NaN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothing_that_happens_later_than_one_hour_before_changes_the_features(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            flight(random.nextBoolean() ? "EWR" : "JFK", 300 + random.nextInt(1000), random.nextInt(-10, 180), 0);
        }
        for (int hour = 0; hour < 24; hour++) {
            observation("EWR", hour, 40 + random.nextInt(40));
        }
        Flight predicted = flights.get(random.nextInt(200));
        int asOf = predicted.plannedDeparture() - FeatureExtractor.AHEAD;
        FeatureRow before = rowOf(predicted);

        flights.replaceAll(flight -> flight.left() > asOf ? changed(flight, asOf, random) : flight);
        weather.replaceAll(hour -> hour.hour() * 60 > asOf ? changed(hour) : hour);
        Flight afterwards = flights.get(predicted.number());

        assertThat(rowOf(afterwards)).isEqualTo(before);
    }

    private FeatureRow rowOf(Flight flight) {
        return features().get(flights.indexOf(flight));
    }

    /** The same plan, and another course of events after {@code asOf}. */
    private Flight changed(Flight flight, int asOf, Random random) {
        double left = asOf + 1 + random.nextInt(400);
        return new Flight(
                DAY,
                flight.plannedDeparture(),
                left - flight.plannedDeparture(),
                0,
                flight.carrier(),
                flight.number(),
                flight.origin(),
                flight.destination(),
                flight.distance(),
                anyRow);
    }

    private Observation changed(Observation hour) {
        return new Observation(DAY, hour.hour(), hour.airport(), -1, -1, -1, -1, -1, -1, -1, anyRow);
    }

    private List<FeatureRow> features() {
        return FeatureExtractor.of(flights, weather);
    }

    private void flight(String origin, int plannedDeparture, double departureDelay, double arrivalDelay) {
        flights.add(new Flight(
                DAY,
                plannedDeparture,
                departureDelay,
                arrivalDelay,
                "UA",
                flights.size(),
                origin,
                "IAH",
                1400,
                anyRow));
    }

    private void observation(String airport, int hour, double temperature) {
        weather.add(new Observation(DAY, hour, airport, temperature, 50, 70, 10, 0, 1012, 10, anyRow));
    }
}
