package dev.rondo.core.dagrun;

import java.util.Locale;

/** Why a run exists. The words are Airflow's. */
public enum RunType {
    /** Its timetable made it. */
    SCHEDULED,
    /** A person or a program asked for it. */
    MANUAL,
    /** A backfill made it, or took it over. */
    BACKFILL,
    /** A task of another run asked for it. */
    OPERATOR_TRIGGERED,
    /** Events of the DAG's assets made it. */
    ASSET_TRIGGERED,
    /** A person asked for the asset that it makes. */
    ASSET_MATERIALIZATION;

    /** The name in the database, the API and the page. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static RunType ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
