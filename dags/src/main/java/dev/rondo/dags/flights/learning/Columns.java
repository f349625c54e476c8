package dev.rondo.dags.flights.learning;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The columns of a feature file: the categories, the measures, and whether the flight was late. */
final class Columns {

    static final String LATE = "late";

    static final List<String> ALL = Stream.of(
                    Stream.of(Category.values()).map(Category::column),
                    Stream.of(Measure.values()).map(Measure::column),
                    Stream.of(LATE))
            .flatMap(names -> names)
            .toList();

    private Columns() {}

    static String of(Enum<?> feature) {
        return feature.name().toLowerCase(Locale.ROOT);
    }
}
