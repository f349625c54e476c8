package dev.rondo.sdk;

import dev.rondo.sdk.internal.define.LookStates;
import java.time.Duration;
import java.util.Optional;

/**
 * What a sensor, or an operator that waits for a job elsewhere, throws to be called again later. No worker is held
 * meanwhile, and no retry used up. A signal, not an error: it has no stack trace, and nothing of it appears as a
 * failure.
 *
 * <pre>{@code
 * if (!job.isFinished()) {
 *   throw LookAgain.in(ofSeconds(30)).keeping(1, new JobRef(job.id()));
 * }
 * }</pre>
 */
@SuppressWarnings("serial") // never serialised: it does not leave the JVM of the try
public final class LookAgain extends RuntimeException {

    private static final Duration MIN_PAUSE = Duration.ofMillis(1);
    private static final Duration MAX_PAUSE = Duration.ofDays(7);

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

    /**
     * After this pause. Range: 1 ms to 7 days.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public static LookAgain in(Duration pause) {
        if (pause.compareTo(MIN_PAUSE) < 0 || pause.compareTo(MAX_PAUSE) > 0) {
            throw new IllegalArgumentException(
                    "the pause before the next look is " + MIN_PAUSE + " to " + MAX_PAUSE + ", not " + pause);
        }
        return new LookAgain(Optional.of(pause), Optional.empty());
    }

    /**
     * With a state that the next look gets back by {@link TaskContext#lookState}. Without this the next look gets none.
     *
     * @param version of the state's form: an operator that is newer than the state it finds can tell
     * @param state a value of a type that an XCom may have, at most 16,384 characters when encoded
     * @throws IllegalArgumentException when the value cannot be encoded or is too large
     */
    public LookAgain keeping(int version, Object state) {
        return new LookAgain(pause, Optional.of(LookStates.of(version, state)));
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
