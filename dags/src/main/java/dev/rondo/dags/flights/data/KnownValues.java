package dev.rondo.dags.flights.data;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the days before tell about a day that looks like them.
 *
 * @param usualFlights the median number of flights a day; 0 where there are no days before
 */
public record KnownValues(int usualFlights, Set<String> carriers, Set<String> origins, Set<String> destinations) {

    /** For the first day of all: everything is new, so nothing is reported as new. */
    public static final KnownValues NONE = new KnownValues(0, Set.of(), Set.of(), Set.of());

    /** Gathers them from the flights of several days. */
    public static KnownValues of(Collection<List<Flight>> days) {
        if (days.isEmpty()) {
            return NONE;
        }
        List<Integer> counts = days.stream().map(List::size).sorted().toList();
        List<Flight> flights = days.stream().flatMap(List::stream).toList();
        return new KnownValues(
                counts.get(counts.size() / 2),
                flights.stream().map(Flight::carrier).collect(Collectors.toSet()),
                flights.stream().map(Flight::origin).collect(Collectors.toSet()),
                flights.stream().map(Flight::destination).collect(Collectors.toSet()));
    }
}
