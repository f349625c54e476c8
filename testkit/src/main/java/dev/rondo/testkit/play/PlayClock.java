package dev.rondo.testkit.play;

import java.time.Instant;
import java.time.InstantSource;

/** The clock of a played run. */
public interface PlayClock extends InstantSource {

    /** Returns when it is the moment, or later; at once when it is past. */
    void waitUntil(Instant moment);
}
