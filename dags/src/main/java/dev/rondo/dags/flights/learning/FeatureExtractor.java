package dev.rondo.dags.flights.learning;

import dev.rondo.dags.flights.data.Flight;
import dev.rondo.dags.flights.data.Observation;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes the features of a day's flights, from nothing but what is known one hour before each planned departure: the
 * plan, the weather observed by then, and how the departures before it went. What happens later must not change them.
 */
public final class FeatureExtractor {

    /** The prediction is made this many minutes before the planned departure. */
    static final int AHEAD = 60;

    /** How far back the departures are counted that tell how the day goes. Three hours: one is too few flights. */
    private static final int LOOK_BACK = 180;

    /** Minutes after which a departure counts as late, as an arrival does. */
    private static final int LATE_AFTER = Flight.LATE_AFTER;

    /** Counted as punctual beforehand, so that one late flight early in the morning is not "all are late". */
    private static final int PRIOR_FLIGHTS = 2;

    /** An hour may lack its observation; older than this it says little. */
    private static final int OLDEST_WEATHER_HOURS = 3;

    private record Station(String airport, int hour) {}

    private final List<Flight> flights;
    private final Map<Station, Observation> weather = new HashMap<>();

    private FeatureExtractor(List<Flight> flights, List<Observation> weather) {
        this.flights = flights;
        // When clocks go back an hour is there twice; the later one counts.
        weather.forEach(hour -> this.weather.put(new Station(hour.airport(), hour.hour()), hour));
    }

    /**
     * The features of the flights that arrived, in the given order; cancelled and diverted ones have no delay to learn
     * from.
     *
     * @param flights all flights of one day
     * @param weather all observations of that day
     */
    public static List<FeatureRow> of(List<Flight> flights, List<Observation> weather) {
        var extractor = new FeatureExtractor(flights, weather);
        return flights.stream().filter(Flight::arrived).map(extractor::row).toList();
    }

    private FeatureRow row(Flight flight) {
        int asOf = flight.plannedDeparture() - AHEAD;
        var measures = new EnumMap<Measure, Double>(Measure.class);
        measures.put(Measure.HOUR, flight.plannedDeparture() / 60.0);
        measures.put(Measure.DISTANCE, (double) flight.distance());
        measures.put(Measure.PLANNED_LOAD, plannedLoad(flight));
        measures.put(Measure.LATE_HERE, lateShare(asOf, other -> other.origin().equals(flight.origin())));
        measures.put(Measure.LATE_ANYWHERE, lateShare(asOf, _ -> true));
        Optional<Observation> observed = observedBy(asOf, flight.origin());
        for (Measure measure : Measure.values()) {
            measures.computeIfAbsent(
                    measure, m -> observed.map(o -> weatherMeasure(m, o)).orElse(Double.NaN));
        }
        var categories = new EnumMap<Category, String>(Category.class);
        categories.put(Category.CARRIER, flight.carrier());
        categories.put(Category.ORIGIN, flight.origin());
        categories.put(Category.DESTINATION, flight.destination());
        categories.put(Category.DAY_OF_WEEK, flight.date().getDayOfWeek().name());
        return new FeatureRow(categories, measures, flight.late());
    }

    private static double weatherMeasure(Measure measure, Observation observed) {
        return switch (measure) {
            case TEMPERATURE -> observed.temperature();
            case DEW_POINT -> observed.dewPoint();
            case HUMIDITY -> observed.humidity();
            case WIND_SPEED -> observed.windSpeed();
            case RAIN -> observed.rain();
            case PRESSURE -> observed.pressure();
            case VISIBILITY -> observed.visibility();
            case HOUR, DISTANCE, PLANNED_LOAD, LATE_HERE, LATE_ANYWHERE ->
                throw new IllegalArgumentException(measure + " is no weather");
        };
    }

    private double plannedLoad(Flight flight) {
        return flights.stream()
                .filter(other -> other.origin().equals(flight.origin()))
                .filter(other -> other.plannedDeparture() / 60 == flight.plannedDeparture() / 60)
                .count();
    }

    private double lateShare(int asOf, Predicate<Flight> which) {
        int left = 0;
        int late = 0;
        for (Flight other : flights) {
            // A flight that never left has NaN here, and is in no range.
            if (other.left() >= asOf - LOOK_BACK && other.left() <= asOf && which.test(other)) {
                left++;
                late += other.departureDelay() > LATE_AFTER ? 1 : 0;
            }
        }
        return (double) late / (left + PRIOR_FLIGHTS);
    }

    private Optional<Observation> observedBy(int asOf, String airport) {
        int hour = Math.floorDiv(asOf, 60);
        return Stream.iterate(hour, h -> h > hour - OLDEST_WEATHER_HOURS, h -> h - 1)
                .map(h -> Optional.ofNullable(weather.get(new Station(airport, h))))
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(Observation::hour));
    }
}
