package dev.rondo.metadata.postgres;

import dev.rondo.core.time.Pause;
import dev.rondo.metadata.postgres.EmbeddedPostgresException.Problem;
import java.time.Duration;

/** Waiting, with interruption turned into our exception. */
final class Waits {

    private Waits() {}

    static void pause(Pause pause, Duration duration, String doing) {
        try {
            pause.pause(duration);
        } catch (InterruptedException e) {
            throw interrupted(doing, e);
        }
    }

    static EmbeddedPostgresException interrupted(String doing, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EmbeddedPostgresException(
                Problem.SERVER_FAILED,
                "embedded postgresql: interrupted while " + doing + "; the next start goes on from here",
                cause);
    }
}
