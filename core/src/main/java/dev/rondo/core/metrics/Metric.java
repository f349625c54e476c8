package dev.rondo.core.metrics;

import java.util.List;

/**
 * Something that is measured, as the reference lists it.
 *
 * @param name with dots, such as {@code airflow.ti.start}; begins with {@code airflow.} where Airflow has that name
 * @param labels what tells its series apart; none: there is one
 * @param unit of its values, in the plural
 * @param airflow what Airflow calls it; empty: it has nothing like it
 * @param description a sentence
 */
public record Metric(String name, Kind kind, List<String> labels, String unit, String airflow, String description) {

    /** How values come about. */
    public enum Kind {
        /** Rises from 0 since the start of the process. */
        COUNTER,
        /** What holds at the moment. */
        GAUGE,
        /** Number, sum and recent maximum of durations. */
        TIMER
    }

    public Metric {
        labels = List.copyOf(labels);
    }

    /**
     * Its name in Prometheus' text form; that of a timer is continued by {@code _count}, {@code _sum}, {@code _max}.
     */
    public String shownName() {
        return name.replace('.', '_') + (kind == Kind.COUNTER ? "_total" : "");
    }
}
