package dev.rondo.operators.standard;

import dev.rondo.sdk.LookAgain;
import dev.rondo.sdk.TaskContext;
import java.time.Duration;
import java.time.Instant;

/** Waits for a moment that is known: one look now, one then. */
final class WaitUntil {

    /** The longest pause between two looks there is; who waits longer looks in between. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** The shortest. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private WaitUntil() {}

    /** Returns when the moment has come; otherwise asks to be called again then. */
    static void moment(Instant target, TaskContext context) {
        Duration left = Duration.between(context.now(), target);
        if (!left.isPositive()) {
            return;
        }
        if (left.compareTo(SHORTEST) < 0) {
            throw LookAgain.in(SHORTEST);
        }
        throw LookAgain.in(left.compareTo(LONGEST) > 0 ? LONGEST : left);
    }
}
