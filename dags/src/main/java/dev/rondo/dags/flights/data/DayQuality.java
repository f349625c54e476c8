package dev.rondo.dags.flights.data;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the check of a day's files found.
 *
 * @param flights rows in the flights file
 * @param weatherHours rows in the weather file
 * @param notFlown flights that were cancelled or diverted, so that they teach nothing about delays
 * @param setAside rows of either file that are kept out of the training window
 * @param missing for each column of either file with gaps, the number of rows without a value, by name
 * @param findings what a person may want to know
 */
public record DayQuality(
        LocalDate day,
        int flights,
        int weatherHours,
        int notFlown,
        int setAside,
        Map<String, Integer> missing,
        List<Finding> findings) {

    public DayQuality {
        missing = Collections.unmodifiableMap(new TreeMap<>(missing));
        findings = List.copyOf(findings);
    }
}
