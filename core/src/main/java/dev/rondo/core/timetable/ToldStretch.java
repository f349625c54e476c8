package dev.rondo.core.timetable;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a timetable class told of a stretch of time.
 *
 * @param of the stretch that it was asked for
 * @param runs in order
 * @param complete whether these are all
 * @param problem why it could not tell; null: it could
 */
public record ToldStretch(
        Stretch of,
        List<RunInfo> runs,
        boolean complete,
        @Nullable String problem) {

    public ToldStretch {
        Objects.requireNonNull(of);
        runs = List.copyOf(runs);
    }
}
