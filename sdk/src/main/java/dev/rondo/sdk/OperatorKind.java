package dev.rondo.sdk;

import java.util.Locale;

/** What an operator is for; the page draws them differently. */
public enum OperatorKind {
    /** Does something. */
    ACTION,
    /** Moves data from one system to another. */
    TRANSFER,
    /** Waits for something to be there. */
    SENSOR;

    /** The name in stored graphs and the API, such as {@code sensor}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
