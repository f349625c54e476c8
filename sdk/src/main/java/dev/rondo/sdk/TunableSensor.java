package dev.rondo.sdk;

import java.time.Duration;

/**
 * A sensor whose ways of waiting a DAG author can set, in Airflow's words:
 * {@code FileSensor.of("…").pokeInterval(ofSeconds(30))}. A record gets them all by a {@link Waiting} component named
 * {@code waiting} and one method.
 *
 * @param <T> type of the result
 * @param <S> the sensor itself
 */
@CheckReturnValue
public interface TunableSensor<T, S extends TunableSensor<T, S>> extends Sensor<T> {

    /** How it waits. */
    Waiting waiting();

    /** The same sensor with another way of waiting. */
    S withWaiting(Waiting waiting);

    @Override
    default Duration pokeInterval() {
        return waiting().pokeInterval();
    }

    @Override
    default Duration timeout() {
        return waiting().timeout();
    }

    @Override
    default boolean softFail() {
        return waiting().softFail();
    }

    @Override
    default boolean exponentialBackoff() {
        return waiting().exponentialBackoff();
    }

    @Override
    default Duration maxWait() {
        return waiting().maxWait();
    }

    /** Sets {@link Sensor#pokeInterval()}. */
    default S pokeInterval(Duration interval) {
        return withWaiting(waiting().withPokeInterval(interval));
    }

    /** Sets {@link Sensor#timeout()}. */
    default S timeout(Duration limit) {
        return withWaiting(waiting().withTimeout(limit));
    }

    /** Sets {@link Sensor#softFail()}. */
    default S softFail(boolean soft) {
        return withWaiting(waiting().withSoftFail(soft));
    }

    /** Sets {@link Sensor#exponentialBackoff()}. */
    default S exponentialBackoff(boolean grows) {
        return withWaiting(waiting().withExponentialBackoff(grows));
    }

    /** Sets {@link Sensor#maxWait()}. */
    default S maxWait(Duration longest) {
        return withWaiting(waiting().withMaxWait(longest));
    }
}
