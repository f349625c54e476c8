package dev.rondo.metadata.telemetry;

import java.util.Locale;

/** What happened to a run or try. */
public enum Moment {
    /** It began. */
    START,
    /** It is over, well or not. */
    END;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Moment ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
