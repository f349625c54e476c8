package dev.rondo.sdk.internal;

import dev.rondo.sdk.LookState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of running a body that did not throw. */
public sealed interface BodyResult {

    /** It returned. Null: no result. */
    record Value(@Nullable Object value) implements BodyResult {}

    /** A branch answered, with this constant of its enum. */
    record Answer(String constant) implements BodyResult {}

    /** A short circuit said whether to go on. */
    record Proceed(boolean proceed) implements BodyResult {}

    /** It asked to be skipped. */
    record Skip(String reason) implements BodyResult {}

    /** It asked to be called again. */
    record LookAgain(Duration in, @Nullable LookState state) implements BodyResult {}

    /**
     * It failed, and another try would too.
     *
     * @param timeout whether a sensor's timeout is over; then there is no cause
     */
    record FailWithoutRetry(String message, @Nullable Throwable cause, boolean timeout) implements BodyResult {}
}
