package dev.rondo.scheduler.telemetry;

import dev.rondo.metadata.telemetry.Receiver;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who outside is told what runs and tries do.
 *
 * @param traces collector of spans; empty: none are made
 * @param lineage server of lineage; empty: it is told to nobody
 */
public record TelemetrySettings(Optional<TraceSettings> traces, Optional<LineageSettings> lineage) {

    /** Nobody. */
    public static final TelemetrySettings NONE = new TelemetrySettings(Optional.empty(), Optional.empty());

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
