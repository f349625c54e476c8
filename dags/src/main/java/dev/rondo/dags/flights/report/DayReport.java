package dev.rondo.dags.flights.report;

import dev.rondo.dags.flights.data.DayQuality;
import dev.rondo.dags.flights.learning.Evaluation;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say about one day of the pipeline.
 *
 * @param flights flights that arrived and were learned from or predicted
 * @param lateShare the share of these that were late
 * @param evaluation null while the window fills
 * @param version the name of the version that was pushed; null if none was
 * @param drift of the last days against the training window, the strongest first; empty while the window fills
 */
public record DayReport(
        LocalDate day,
        Outcome outcome,
        int flights,
        double lateShare,
        DayQuality quality,
        @Nullable Evaluation evaluation,
        @Nullable String version,
        List<Drift> drift) {

    public DayReport {
        drift = List.copyOf(drift);
    }

    /** The population stability index of a feature, or of {@link Drift#LATE}; NaN while the window fills. */
    double psi(String feature) {
        return drift.stream()
                .filter(d -> d.feature().equals(feature))
                .mapToDouble(Drift::psi)
                .findFirst()
                .orElse(Double.NaN);
    }
}
