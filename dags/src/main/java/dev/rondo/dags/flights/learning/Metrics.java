package dev.rondo.dags.flights.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How good predictions were.
 *
 * @param flights how many were predicted
 * @param lateShare the share of them that were late
 * @param predictedShare the mean of the predicted probabilities; near {@code lateShare} where the model is calibrated
 * @param auc chance that a late flight got a higher probability than a punctual one; 0.5 is guessing, and is also the
 *     answer where all were late or none was, as there is nothing to tell apart
 * @param logLoss mean negative logarithm of the probability given to what happened; less is better
 */
public record Metrics(int flights, double lateShare, double predictedShare, double auc, double logLoss) {

    /** Keeps the loss of one wrong certainty finite: about 14 instead of infinite. */
    private static final double SURE = 1e-6;

    /**
     * Measures predictions.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Metrics of(List<Prediction> predictions) {
        if (predictions.isEmpty()) {
            throw new IllegalArgumentException("no predictions to measure: the day has no flight that arrived");
        }
        int n = predictions.size();
        long late = predictions.stream().filter(Prediction::late).count();
        double sum = predictions.stream().mapToDouble(Prediction::probability).sum();
        double loss = predictions.stream().mapToDouble(Metrics::loss).sum();
        return new Metrics(n, (double) late / n, sum / n, auc(predictions), loss / n);
    }

    /** How far the predicted share is off; positive where the model expects more late flights than there were. */
    public double calibrationError() {
        return predictedShare - lateShare;
    }

    private static double loss(Prediction p) {
        double ofWhatHappened = p.late() ? p.probability() : 1 - p.probability();
        return -Math.log(Math.max(SURE, ofWhatHappened));
    }

    /** By ranks (Mann-Whitney): equal probabilities share the mean of their ranks. */
    private static double auc(List<Prediction> predictions) {
        List<Prediction> sorted = new ArrayList<>(predictions);
        sorted.sort(Comparator.comparingDouble(Prediction::probability));
        double ranksOfLate = 0;
        long late = 0;
        int start = 0;
        while (start < sorted.size()) {
            int end = start;
            while (end < sorted.size()
                    && sorted.get(end).probability() == sorted.get(start).probability()) {
                end++;
            }
            long lateHere =
                    sorted.subList(start, end).stream().filter(Prediction::late).count();
            ranksOfLate += lateHere * (start + 1 + end) / 2.0;
            late += lateHere;
            start = end;
        }
        long punctual = sorted.size() - late;
        if (late == 0 || punctual == 0) {
            return 0.5;
        }
        return (ranksOfLate - late * (late + 1) / 2.0) / ((double) late * punctual);
    }
}
