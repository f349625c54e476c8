package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.runtime.log.SecretMasker;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A task host in the pool, with what it was given. Guarded by the pool's lock. */
final class Host {

    /** A try given to a host. */
    static final class Given {
        final Dispatch dispatch;
        final String jarFile;

        @Nullable
        Instant startedAt;

        @Nullable
        String stopReason;

        @Nullable
        Future<?> timeout;

        boolean exiting;

        /** Whether it was asked back to begin in another host of this pool. */
        boolean takenBack;

        Given(Dispatch dispatch, String jarFile) {
            this.dispatch = dispatch;
            this.jarFile = jarFile;
        }
    }

    final HostProcess process;
    /** Whether it goes behind its one try: set when it is given that. */
    boolean usedOnce;
    /** What it serves; null: a spare that has not been given anything yet. */
    @Nullable
    HostKey key;
    /** The first one runs (or is about to), the others wait in the host for their turn. */
    final Deque<Given> given = new ArrayDeque<>();

    /**
     * Knows what any of its bodies was told in confidence: what the process printed last goes into the log of the try
     * that it dies with, though another one may have printed it.
     */
    final SecretMasker masker = new SecretMasker();

    final Silence silence;
    long idleSinceNanos;
    /** What it ran at the last tick of the pool. */
    @Nullable
    Given atLastTick;

    boolean leaving;
    /** Whether it was killed because it did not answer. */
    boolean frozen;

    Host(HostProcess process, @Nullable HostKey key, boolean usedOnce, long nowNanos, Silence silence) {
        this.process = process;
        this.key = key;
        this.usedOnce = usedOnce;
        this.idleSinceNanos = nowNanos;
        this.silence = silence;
    }

    boolean isIdle() {
        return given.isEmpty() && !leaving;
    }

    /** Whether it runs what it ran a tick ago: nothing short, whatever was expected of it. */
    boolean isSlow() {
        return atLastTick != null && atLastTick == given.peekFirst();
    }

    @Nullable
    Given find(long dispatchId) {
        for (Given g : given) {
            if (g.dispatch.dispatchId() == dispatchId) {
                return g;
            }
        }
        return null;
    }
}
