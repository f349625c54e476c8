package dev.rondo.core.timetable;

import java.time.Duration;
import java.util.Objects;

/**
 * Whether a DAG without start date and catchup runs for the tick before it was first seen. Matters for its first run
 * only.
 */
public sealed interface FirstRun {

    /** The tick before is run when it was at most so long ago. */
    record Within(Duration age) implements FirstRun {
        public Within {
            Objects.requireNonNull(age);
        }
    }

    /**
     * The tick before is run when it was at most five minutes or a tenth of the distance of two ticks ago. The default.
     */
    record WhenRecent() implements FirstRun {}
}
