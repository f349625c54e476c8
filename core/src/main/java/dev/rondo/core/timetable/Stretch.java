package dev.rondo.core.timetable;

import java.time.Instant;
import java.util.Objects;

/** A stretch of time, of which a timetable class is asked for the runs; both ends are included. */
public record Stretch(Instant first, Instant last) {

    public Stretch {
        Objects.requireNonNull(first);
        Objects.requireNonNull(last);
    }
}
