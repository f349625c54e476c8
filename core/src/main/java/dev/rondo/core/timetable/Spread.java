package dev.rondo.core.timetable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs of another timetable, each created {@code delay} later; dates and data stay as they are.
 *
 * <p>The other one is asked as of {@code delay} ago: so what it takes for past and for the newest run is right in
 * shifted time too.
 *
 * @param delay not negative
 */
public record Spread(Timetable of, Duration delay) implements Timetable {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    public Spread {
        Objects.requireNonNull(of);
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a spread delays runs, it does not hurry them: " + delay);
        }
    }

    /** The delay of a DAG: whole seconds below the window, always the same for its id. */
    public static Duration delayOf(String dagId, Duration window) {
        long hash = FNV_OFFSET;
        for (byte b : dagId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        // Ids often differ in their last letter only; this lets each bit of it reach all of the hash (as in
        // MurmurHash3).
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return Duration.ofSeconds(Math.floorMod(hash, Math.max(1, window.toSeconds())));
    }

    @Override
    public Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now) {
        return of.next(last, restriction, now.minus(delay))
                .map(run -> run.startingAt(run.runAfter().plus(delay)));
    }

    @Override
    public DataInterval manualInterval(Instant runAfter) {
        return of.manualInterval(runAfter);
    }

    @Override
    public boolean periodic() {
        return of.periodic();
    }

    @Override
    public boolean names(LocalDateTime wallClock) {
        return of.names(wallClock);
    }

    @Override
    public boolean knowsItsEnd() {
        return of.knowsItsEnd();
    }

    @Override
    public String summary() {
        return of.summary();
    }

    @Override
    public String description() {
        return of.description() + ", " + Span.of(delay) + " later";
    }
}
