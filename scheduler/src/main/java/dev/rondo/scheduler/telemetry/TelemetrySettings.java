package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.telemetry.Receiver;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who outside is told what runs and tries do.
 *
 * @param traces collector of spans; empty: none are made
 * @param lineage server of lineage; empty: it is told to nobody
 * @param claim how long what a scheduler is about to tell is left to it, before another tells it
 */
public record TelemetrySettings(Optional<TraceSettings> traces, Optional<LineageSettings> lineage, Duration claim) {

    /** Some times as long as a receiver may take for an answer. */
    public static final Duration DEFAULT_CLAIM = Duration.ofMinutes(1);

    /**
     * Longer than a collector may take for its answer: a shorter one would have all told twice that is slow to take.
     */
    public static final Duration SHORTEST_CLAIM = Duration.ofSeconds(15);

    /** Nobody. */
    public static final TelemetrySettings NONE =
            new TelemetrySettings(Optional.empty(), Optional.empty(), DEFAULT_CLAIM);

    /** Whom something has to be written down for. */
    public Set<Receiver> receivers() {
        Set<Receiver> receivers = EnumSet.noneOf(Receiver.class);
        if (traces.isPresent()) {
            receivers.add(Receiver.TRACES);
        }
        if (lineage.isPresent()) {
            receivers.add(Receiver.LINEAGE);
        }
        return receivers;
    }
}
