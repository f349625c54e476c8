package dev.rondo.sdk.internal;

import dev.rondo.sdk.spec.OperatorSpec;
import java.time.Instant;

/** Hears what happens while a body runs. */
@FunctionalInterface
public interface BodyListener {

    /** Hears nothing. */
    BodyListener NONE = operator -> {};

    /** The operator is made and its templates are rendered; it runs next. The page shows these fields. */
    void rendered(OperatorSpec operator);

    /**
     * A sensor of the installation looks again after its usual, short pause: its looks leave nothing behind and keep
     * nothing, so that others may be made meanwhile.
     *
     * @param timeout when the sensor's timeout ends
     */
    default void mayBeWatched(Instant timeout) {}
}
