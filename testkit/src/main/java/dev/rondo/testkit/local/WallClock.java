package dev.rondo.testkit.local;

import dev.rondo.core.time.Pause;
import dev.rondo.testkit.play.PlayClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;

/** The real clock: retries and sensors really wait. */
final class WallClock implements PlayClock {

    private final InstantSource clock;
    private final Pause pause;

    WallClock(InstantSource clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public Instant instant() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void waitUntil(Instant moment) {
        try {
            for (Instant now = instant(); now.isBefore(moment); now = instant()) {
                pause.pause(Duration.between(now, moment));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped while waiting until " + moment);
        }
    }
}
