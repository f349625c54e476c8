package dev.rondo.testkit.play;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try that was played.
 *
 * @param number 1 for the first
 * @param state what became of it: {@code success, failed, skipped, up_for_reschedule} (it looks again), {@code running}
 * @param reason stable code of a failure, such as {@code exception}; null: none
 * @param message what it failed of or was skipped for, for people; null: nothing
 * @param end null: it is under way
 * @param looks how often its body was called: more than once for a sensor
 * @param rendered fields of its operator with the templates filled in, as a JSON object; null: no operator
 */
public record PlayedTry(
        int number,
        String state,
        @Nullable String reason,
        @Nullable String message,
        Instant start,
        @Nullable Instant end,
        int looks,
        List<String> log,
        @Nullable String rendered) {
    public PlayedTry {
        log = List.copyOf(log);
    }
}
