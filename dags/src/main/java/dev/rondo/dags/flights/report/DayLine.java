package dev.rondo.dags.flights.report;

import dev.rondo.dags.flights.data.CsvRow;
import dev.rondo.dags.flights.learning.Evaluation;
import dev.rondo.dags.flights.learning.Measure;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of one day, as they are kept for the table of the season. NaN stands for a figure that the day does not
 * have.
 *
 * @param flights flights that arrived
 * @param notFlown flights that were cancelled or diverted
 * @param lateShare the share of the former that were late
 * @param predictedShare the share that the candidate expected
 * @param auc of the candidate
 * @param logLoss of the candidate
 * @param guessLogLoss of guessing
 * @param latePsi drift of what is predicted
 * @param temperaturePsi drift of the temperature, the plainest sign of the season
 * @param version the version that was pushed, or NA
 */
record DayLine(
        LocalDate day,
        Outcome outcome,
        int flights,
        int notFlown,
        double lateShare,
        double predictedShare,
        double auc,
        double logLoss,
        double guessLogLoss,
        double latePsi,
        double temperaturePsi,
        String version) {

    static final List<String> COLUMNS = List.of(
            "day",
            "outcome",
            "flights",
            "not_flown",
            "late_share",
            "predicted_share",
            "auc",
            "log_loss",
            "guess_log_loss",
            "late_psi",
            "temperature_psi",
            "version");

    static DayLine of(DayReport report) {
        Optional<Evaluation> evaluation = Optional.ofNullable(report.evaluation());
        return new DayLine(
                report.day(),
                report.outcome(),
                report.flights(),
                report.quality().notFlown(),
                report.lateShare(),
                evaluation.map(e -> e.candidate().predictedShare()).orElse(Double.NaN),
                evaluation.map(e -> e.candidate().auc()).orElse(Double.NaN),
                evaluation.map(e -> e.candidate().logLoss()).orElse(Double.NaN),
                evaluation.map(e -> e.guess().logLoss()).orElse(Double.NaN),
                report.psi(Drift.LATE),
                report.psi(Measure.TEMPERATURE.column()),
                Optional.ofNullable(report.version()).orElse(CsvRow.MISSING));
    }

    static DayLine of(CsvRow row) {
        try {
            return new DayLine(
                    LocalDate.parse(row.text("day")),
                    Outcome.valueOf(row.text("outcome")),
                    row.wholeNumber("flights"),
                    row.wholeNumber("not_flown"),
                    row.number("late_share"),
                    row.number("predicted_share"),
                    row.number("auc"),
                    row.number("log_loss"),
                    row.number("guess_log_loss"),
                    row.number("late_psi"),
                    row.number("temperature_psi"),
                    row.isMissing("version") ? CsvRow.MISSING : row.text("version"));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw row.bad("", "not the figures of a day: " + e.getMessage());
        }
    }

    String csv() {
        String figures = Stream.of(lateShare, predictedShare, auc, logLoss, guessLogLoss, latePsi, temperaturePsi)
                .map(figure -> figure.isNaN() ? CsvRow.MISSING : figure.toString())
                .collect(Collectors.joining(","));
        return String.join(",", COLUMNS) + "\n" + day + "," + outcome + "," + flights + "," + notFlown + "," + figures
                + "," + version + "\n";
    }
}
