package dev.rondo.sdk;

import java.time.Duration;
import java.util.Optional;

/**
 * What a sensor, or an operator that waits for a job elsewhere, throws to be called again later. No worker is held
 * meanwhile, and no retry used up. A signal, not an error: it has no stack trace, and nothing of it appears as a
 * failure.
 *
 * <pre>{@code
 * if (!job.isFinished()) {
 *   throw LookAgain.in(ofSeconds(30));
 * }
 * }</pre>
 */
@SuppressWarnings("serial") // never serialised: it does not leave the JVM of the try
public final class LookAgain extends RuntimeException {

    private final Optional<Duration> pause;
    private final Optional<LookState> state;

    private LookAgain(Optional<Duration> pause, Optional<LookState> state) {
        super(pause.map(p -> "look again in " + p).orElse("look again"), null, false, false);
        this.pause = pause;
        this.state = state;
    }

    /** After the sensor's {@link Sensor#pokeInterval}; 60 s for another operator. */
    public static LookAgain later() {
        return new LookAgain(Optional.empty(), Optional.empty());
    }

    /** After this pause. Range: 1 ms to 7 days. */
    public static LookAgain in(Duration pause) {
        return new LookAgain(Optional.of(pause), Optional.empty());
    }

    /** The pause; empty: the sensor's own. */
    public Optional<Duration> pause() {
        return pause;
    }

    /** The state for the next look; empty: none. */
    public Optional<LookState> state() {
        return state;
    }
}
