package dev.rondo.scheduler.engine;

import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.scheduler.dispatch.TraceIds;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who outside is told what runs and tries do.
 *
 * @param ids those of the spans
 */
public record Telemetry(Set<Receiver> receivers, TraceIds ids) {

    /** Nobody. */
    public static final Telemetry NONE = new Telemetry(Set.of(), new TraceIds(""));

    public Telemetry {
        receivers = Set.copyOf(receivers);
    }

    /** The span of a try, or of the run where there is none, as a body is told it; null: nobody gathers spans. */
    @Nullable
    String traceparent(CachedRun run, @Nullable String taskId, int mapIndex, int tryNumber) {
        if (!receivers.contains(Receiver.TRACES)) {
            return null;
        }
        String span = taskId == null
                ? ids.runSpan(run.runNo(), run.clearNumber())
                : ids.trySpan(run.runNo(), taskId, mapIndex, tryNumber);
        return ids.traceparent(run.runNo(), span);
    }
}
