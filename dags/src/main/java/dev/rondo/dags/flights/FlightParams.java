package dev.rondo.dags.flights;

import dev.rondo.sdk.Param;

/**
 * What a run of the example may be told otherwise.
 *
 * @param folder where its files are, below the data place of the installation or by a whole path or URI: landing,
 *     window, features, candidates, models and reports
 * @param windowDays how many days before the held-back day the model learns from. Range: 1 to 365
 * @param firstDays how many of these there must be before the first model is trained. Range: 1 to {@code windowDays}
 * @param tolerance how much worse in log loss a candidate may be than guessing, or than the model in force, before it
 *     is refused. Range: 0 to 1
 */
public record FlightParams(
        @Param("Where the files of the example are.") String folder,

        @Param(value = "How many days before the held-back day the model learns from.", min = 1, max = 365)
        int windowDays,

        @Param(value = "How many of these there must be for a first model.", min = 1, max = 365)
        int firstDays,

        @Param(value = "How much worse in log loss a candidate may be.", min = 0, max = 1)
        double tolerance) {

    public FlightParams {
        if (folder.isBlank()) {
            throw new IllegalArgumentException("folder must be a name, was blank");
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
