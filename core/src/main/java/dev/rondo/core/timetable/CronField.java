package dev.rondo.core.timetable;

/** The fields of a cron expression in the order in which they are written: five, six with seconds, seven with years. */
enum CronField {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY_OF_MONTH("day of month", 1, 31, ""),
    MONTH("month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"),
    /** Sunday is 0, and 7 too. */
    DAY_OF_WEEK("day of week", 0, 6, "sunmontuewedthufrisat"),
    SECOND("second", 0, 59, ""),
    YEAR("year", 1970, 2099, "");

    private static final int NAME_LENGTH = 3;

    final String title;
    final int min;
    final int max;
    /** Names of the values from {@link #min} on, three letters each; empty = numbers only. */
    private final String names;

    CronField(String title, int min, int max, String names) {
        this.title = title;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /** The value of a name in lower case; -1 = no name of this field. */
    int valueOfName(String name) {
        for (int at = 0; at < names.length(); at += NAME_LENGTH) {
            if (name.length() == NAME_LENGTH && names.startsWith(name, at)) {
                return min + at / NAME_LENGTH;
            }
        }
        return -1;
    }

    /** Largest number that may be written: one more than {@link #max} for the day of the week. */
    int maxWritten() {
        return this == DAY_OF_WEEK ? max + 1 : max;
    }

    /** What may be written in it, for messages. */
    String range() {
        String numbers = min + " to " + maxWritten();
        return names.isEmpty()
                ? numbers
                : numbers + " or " + names.substring(0, NAME_LENGTH) + " to "
                        + names.substring(names.length() - NAME_LENGTH);
    }
}
