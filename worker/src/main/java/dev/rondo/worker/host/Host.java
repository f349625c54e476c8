package dev.rondo.worker.host;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.time.RecentLength;
import dev.rondo.runtime.log.SecretMasker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A task host in the pool, with what it was given. Guarded by the pool's lock. */
final class Host {

    private static final long VERY_SHORT_MICROS = 1_000;

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
    final long startedNanos;
    /** When it was given its first try. */
    long firstGivenNanos;

    long idleSinceNanos;

    // What it ran at the last look of the pool, and what it ran at the two last looks.
    private @Nullable Given atLastLook;
    private @Nullable Given slow;

    // How long its bodies ran lately; -1: it ran none yet.
    private long bodyMicros = -1;

    /** Whether its JVM has said that it may be given tasks. */
    boolean ready;
    /** Whether a body of it has begun, so that what its jar needs is loaded. */
    boolean begun;

    /** Whether it loads a jar ahead of tries: until then it is given none. */
    boolean loading;

    boolean leaving;
    /** Whether it was killed because it did not answer. */
    boolean frozen;

    Host(HostProcess process, @Nullable HostKey key, boolean usedOnce, long nowNanos, Silence silence) {
        this.process = process;
        this.key = key;
        this.usedOnce = usedOnce;
        this.startedNanos = nowNanos;
        this.idleSinceNanos = nowNanos;
        this.silence = silence;
    }

    boolean isIdle() {
        return given.isEmpty() && !leaving && !loading;
    }

    /** Takes note of what it runs, see {@link #isSlow}. */
    void look() {
        Given runs = given.peekFirst();
        slow = runs == atLastLook ? runs : null;
        atLastLook = runs;
    }

    /** Whether it runs what it ran at two looks: nothing short, whatever was expected of it. */
    boolean isSlow() {
        return slow != null && slow == given.peekFirst();
    }

    /** A body of it ended. */
    void ran(Duration body) {
        long micros = body.toNanos() / 1_000;
        bodyMicros = bodyMicros < 0 ? micros : RecentLength.after(bodyMicros, micros);
    }

    /** How long its bodies ran lately, in microseconds; -1: it ran none. */
    long bodyMicros() {
        return bodyMicros;
    }

    /** Before its first body it is taken for others of its jar. */
    void takenFor(long othersMicros) {
        bodyMicros = othersMicros;
    }

    /** Whether its bodies took next to no time lately, less than it takes to start one in another process. */
    boolean isOfVeryShort() {
        return bodyMicros >= 0 && bodyMicros <= VERY_SHORT_MICROS;
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
