package dev.rondo.dags.flights.data;

import java.util.List;

/**
 * A day's rows that passed the check, and what the check found.
 *
 * @param flights the flights to be kept, in the order of the file
 * @param weather the observations to be kept, in the order of the file
 */
public record CheckedDay(DayQuality quality, List<Flight> flights, List<Observation> weather) {

    public CheckedDay {
        flights = List.copyOf(flights);
        weather = List.copyOf(weather);
    }
}
