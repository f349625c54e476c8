package dev.rondo.metadata.telemetry;

import java.util.Locale;

/** Who outside is told of what runs and tries did. One that does not answer holds up no other. */
public enum Receiver {
    /** A collector of spans: told when a run or try is over. */
    TRACES,
    /** A server of lineage: told of starts and ends. */
    LINEAGE;

    /** The name in the database, such as {@code traces}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
