package dev.rondo.dags.flights;

/**
 * What became of a day's flights as features.
 *
 * @param flights flights that arrived, so that their delay is known
 * @param late how many of these were late
 */
public record DayFeatures(int flights, int late) {

    double lateShare() {
        return flights == 0 ? 0 : (double) late / flights;
    }
}
