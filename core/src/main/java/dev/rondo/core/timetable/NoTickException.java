package dev.rondo.core.timetable;

/**
 * A cron timetable asked for a tick that does not exist. As in Airflow the whole question then has no answer, even
 * where another way to one could be imagined; {@link Timetable#next} turns it into "no further run".
 */
final class NoTickException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoTickException(String message) {
        // Part of an answer, not a fault: no stack trace, which would cost more than the search.
        super(message, null, false, false);
    }
}
