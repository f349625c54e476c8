package dev.rondo.dags.flights;

import dev.rondo.sdk.data.DataPath;

/** Where the example keeps its files, unless a run is told otherwise. */
final class FlightFolder {

    /** Below the data place of the installation: {@code data/flights} of its home, or of its bucket. */
    static final String USUAL = "flights";

    private FlightFolder() {}

    /** The folder that deliveries arrive in. */
    static DataPath landing(DataPath folder) {
        return folder.resolve("landing");
    }
}
