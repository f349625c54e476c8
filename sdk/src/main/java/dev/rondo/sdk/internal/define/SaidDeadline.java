package dev.rondo.sdk.internal.define;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A deadline as its author said it; checked when the graph is built. */
public sealed interface SaidDeadline {

    /** After the run was queued. */
    record AfterQueued(Duration interval) implements SaidDeadline {}

    /** After its logical date. */
    record AfterLogicalDate(Duration interval) implements SaidDeadline {}

    /** A time of day or a moment, as written. */
    record At(String text) implements SaidDeadline {}

    /** Later than usual. */
    record Usual(int last, int atLeast, @Nullable Double percentile, Duration extra) implements SaidDeadline {}
}
