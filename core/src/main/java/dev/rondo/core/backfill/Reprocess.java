package dev.rondo.core.backfill;

import java.util.Locale;

/** What a backfill does with runs that exist already and are finished. Those in flight are always left alone. */
public enum Reprocess {
    /** Leaves them. */
    NONE,
    /** Clears the failed ones and takes them over. */
    FAILED,
    /** Clears failed and successful ones and takes them over. */
    COMPLETED;

    /** The name in the database and the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The behaviour of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Reprocess ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
