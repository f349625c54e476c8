package dev.rondo.testkit.play;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The clock of a played run: it stands still while a body runs, and is moved on to whatever happens next. */
public final class VirtualClock implements PlayClock {

    // Read by threads that a body starts.
    private volatile Instant now;

    /** Stands at the moment. */
    public VirtualClock(Instant start) {
        this.now = start.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves on to the moment; never back. */
    @Override
    public void waitUntil(Instant moment) {
        if (moment.isAfter(now)) {
            now = moment.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
