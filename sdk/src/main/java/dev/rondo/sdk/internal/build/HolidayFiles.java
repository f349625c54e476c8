package dev.rondo.sdk.internal.build;

import java.time.LocalDate;
import java.util.List;

/**
 * Reads the holiday files that calendars name. The sdk itself cannot; the loader, which has the jar, passes one that
 * can.
 */
@FunctionalInterface
public interface HolidayFiles {

    /** What became of a file. */
    sealed interface Reading {
        /** Its days, in any order. */
        record Days(List<LocalDate> dates) implements Reading {}

        /**
         * It cannot be used.
         *
         * @param why as one clause
         * @param mend what to do
         */
        record Unusable(String why, String mend) implements Reading {}
    }

    /** The days of a resource of the DAG jar. */
    Reading read(String resource);

    /** Where there is no jar: no file can be read. */
    static HolidayFiles none() {
        return resource -> new Reading.Unusable(
                "there is no jar to read it from here", "load the DAG from a jar, or name the dates");
    }
}
