package dev.rondo.runtime.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WireForm;
import dev.rondo.core.protocol.WorkerMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Forms of what is said of every try that runs and ends: a host that has just started is asked for nothing else. */
@SuppressWarnings("NullAway") // what a peer of another version does not say is null, whatever the component
final class HostForms {

    static final List<WireForm<?>> ALL = List.of(
            new WireForm<>(HostMessage.Run.class, HostForms::values, HostForms::run),
            new WireForm<>(
                    HostMessage.Ready.class,
                    ready -> new @Nullable Object[] {ready.pid()},
                    v -> new HostMessage.Ready((long) v[0])),
            new WireForm<>(
                    HostMessage.Begun.class,
                    begun -> new @Nullable Object[] {begun.dispatchId(), begun.at()},
                    v -> new HostMessage.Begun((long) v[0], (Instant) v[1])),
            new WireForm<>(
                    HostMessage.Done.class,
                    done -> new @Nullable Object[] {done.ended(), done.dirty()},
                    v -> new HostMessage.Done((WorkerMessage.Ended) v[0], (String) v[1])),
            new WireForm<>(HostMessage.Ping.class, ping -> new @Nullable Object[0], v -> new HostMessage.Ping()),
            new WireForm<>(HostMessage.Pong.class, pong -> new @Nullable Object[0], v -> new HostMessage.Pong()));

    private HostForms() {}

    private static @Nullable Object[] values(HostMessage.Run run) {
        return new @Nullable Object[] {
            run.dispatch(),
            run.jarFile(),
            run.unpackTo(),
            run.logFile(),
            run.logCapBytes(),
            run.workFolder(),
            run.secrets()
        };
    }

    @SuppressWarnings("unchecked") // what was read is of the types of the components
    private static HostMessage.Run run(@Nullable Object[] v) {
        return new HostMessage.Run(
                (Dispatch) v[0], (String) v[1], (String) v[2], (String) v[3], (long) v[4], (String) v[5], (List<String>)
                        v[6]);
    }
}
