package dev.rondo.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One try of a task.
 *
 * @param number 1 for the first
 * @param state what became of it: {@code success}, {@code failed} or {@code skipped}; {@code up_for_reschedule} while
 *     it waits for its next look, {@code running} while it is under way
 * @param reason stable code of a failure, such as {@code exception} or {@code timeout}; null: it did not fail
 * @param message what it failed of, or what it was skipped for; null: nothing was said
 * @param start by the clock of the test
 * @param end by the clock of the test; null: it is under way
 * @param looks how often its body was called: more than once for a sensor
 * @param log lines that it logged by its context or printed
 */
public record TaskTry(
        int number,
        String state,
        @Nullable String reason,
        @Nullable String message,
        Instant start,
        @Nullable Instant end,
        int looks,
        List<String> log) {

    public TaskTry {
        log = List.copyOf(log);
    }

    /** What it failed of, or was skipped for. */
    public Optional<String> findMessage() {
        return Optional.ofNullable(message);
    }
}
