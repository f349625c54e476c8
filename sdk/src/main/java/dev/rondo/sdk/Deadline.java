package dev.rondo.sdk;

import dev.rondo.sdk.internal.define.SaidDeadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * By when a run, or a task of it, is to have succeeded. An immutable value, given to {@link Dag#deadline} or
 * {@link TaskRef#deadline}.
 *
 * <p>What is late goes on: a deadline only tells, by its callback and in the page. To end a run that takes too long use
 * {@link Dag#dagrunTimeout}; for one try of a task {@link TaskOptions#executionTimeout}.
 */
@CheckReturnValue
public final class Deadline {

    private static final int USUAL_RUNS = 10; // Airflow's

    private final SaidDeadline said;

    private Deadline(SaidDeadline said) {
        this.said = said;
    }

    /** So long after the run was queued; a clear of a finished run begins anew. Range: 1 s to 366 days. */
    public static Deadline afterQueued(Duration interval) {
        return new Deadline(new SaidDeadline.AfterQueued(interval));
    }

    /**
     * So long after the logical date of the run. With a data interval that is its start: data of a day that is to be
     * ready by six in the morning are due 30 hours after it. A run without a logical date has no such deadline. Range:
     * 0 to 366 days.
     */
    public static Deadline afterLogicalDate(Duration interval) {
        return new Deadline(new SaidDeadline.AfterLogicalDate(interval));
    }

    /**
     * A time on the clock, or one fixed moment.
     *
     * @param text {@code 06:00}: the first such time in the zone of the DAG after the run may start; or a date with or
     *     without a time, {@code 2026-01-31T06:00}, in that zone unless it has an offset
     */
    public static Deadline at(String text) {
        return new Deadline(new SaidDeadline.At(text));
    }

    /**
     * Later than it usually is: longer after being queued than the last ten successful runs took on average. With fewer
     * than ten there is no deadline yet. Runs of backfills do not count.
     */
    public static Usual laterThanUsual() {
        return new Usual(USUAL_RUNS, null, null);
    }

    /** What its author said. */
    public SaidDeadline said() {
        return said;
    }

    /** What is usual; {@link #by} says how much later is too late. Immutable. */
    @CheckReturnValue
    public static final class Usual {

        private final int last;
        private final @Nullable Integer atLeast; // null: as many as last
        private final @Nullable Double percentile;

        private Usual(int last, @Nullable Integer atLeast, @Nullable Double percentile) {
            this.last = last;
            this.atLeast = atLeast;
            this.percentile = percentile;
        }

        /** Looks at so many of the newest successful runs. Default: 10. Range: 1 to 1,000. */
        public Usual ofLast(int runs) {
            return new Usual(runs, atLeast, percentile);
        }

        /** With fewer runs there is no deadline yet. Default: as many as {@link #ofLast}. Range: 1 up to that. */
        public Usual atLeast(int runs) {
            return new Usual(last, runs, percentile);
        }

        /**
         * Takes the span that this part of the runs did not exceed, in place of the average. Range: above 0 up to 1,
         * which is the longest.
         */
        public Usual percentile(double part) {
            return new Usual(last, atLeast, part);
        }

        /** So much later than usual is too late. Range: 0 to 366 days. */
        public Deadline by(Duration extra) {
            return new Deadline(new SaidDeadline.Usual(last, atLeast == null ? last : atLeast, percentile, extra));
        }
    }
}
