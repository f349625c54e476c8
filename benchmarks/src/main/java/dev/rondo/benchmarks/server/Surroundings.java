package dev.rondo.benchmarks.server;

import dev.rondo.core.time.Pause;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of a measurement, and where it says how far it is.
 *
 * @param clock the wall clock of this machine, which all measured processes share
 * @param nanos for what has passed
 */
public record Surroundings(InstantSource clock, LongSupplier nanos, Pause pause, Progress progress) {

    /** Told of each step; never part of the output. */
    public interface Progress {
        void say(String line);
    }

    /** A moment of {@link #nanos} in seconds. */
    public double seconds() {
        return nanos.getAsLong() / 1e9;
    }

    /** Waits; an interruption ends the measurement. */
    public void sleep(java.time.Duration time) {
        try {
            pause.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
