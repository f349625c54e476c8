package dev.rondo.dags.flights;

/**
 * What a run of the example may be told otherwise.
 *
 * @param folder where its files are: landing, window, features, candidates, models and reports
 * @param windowDays how many days before the held-back day the model learns from. Range: 1 to 365
 * @param firstDays how many of these there must be before the first model is trained. Range: 1 to {@code windowDays}
 * @param tolerance how much worse in log loss a candidate may be than guessing, or than the model in force, before it
 *     is refused. Range: 0 to 1
 */
public record FlightParams(String folder, int windowDays, int firstDays, double tolerance) {

    public FlightParams {
        if (folder.isBlank()) {
            throw new IllegalArgumentException("folder must be a path, was blank");
        }
        if (windowDays < 1 || windowDays > 365) {
            throw new IllegalArgumentException("windowDays must be 1 to 365, was " + windowDays);
        }
        if (firstDays < 1 || firstDays > windowDays) {
            throw new IllegalArgumentException(
                    "firstDays must be 1 to windowDays " + windowDays + ", was " + firstDays);
        }
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException("tolerance must be 0 to 1, was " + tolerance);
        }
    }

    /**
     * The usual values. Sixty days follow the season and still hold nine thousand flights of the slice; with a
     * tolerance of 0.05 an alarm is raised about once a month.
     */
    public static FlightParams in(String folder) {
        return new FlightParams(folder, 60, 7, 0.05);
    }
}
