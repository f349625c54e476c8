package dev.rondo.sdk.spec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A moment by which a run, or a task of it, is to have succeeded.
 *
 * @param name unique in the DAG or task; part of the name of its callback
 * @param taskId null: of the run as a whole
 * @param callback whether the author gave one for a miss
 */
public record DeadlineSpec(String name, @Nullable String taskId, By by, boolean callback) {

    /** What the kind of its callback begins with, in the outbox and in the names of logs; its name follows. */
    public static final String CALLBACK = "deadline-";

    // Part of the name of a log.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

    /** Whether a deadline may be called so. */
    public static boolean mayBeName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether a kind of callback is that of some deadline. */
    public static boolean isCallbackKind(String kind) {
        return kind.startsWith(CALLBACK) && mayBeName(kind.substring(CALLBACK.length()));
    }

    /**
     * What is said of one that was missed.
     *
     * @param taskId null: of the run as a whole
     */
    public static String missed(String name, @Nullable String taskId) {
        return "the deadline '" + name + "' of the " + (taskId == null ? "run" : "task '" + taskId + "'")
                + " was missed";
    }

    /** The kind of its callback. */
    public String callbackKind() {
        return CALLBACK + name;
    }

    /** How the moment is found. */
    public sealed interface By {

        /** So long after the run was queued, at first or by a clear. */
        record AfterQueued(Duration interval) implements By {}

        /** So long after the run's logical date; a run without one has no such deadline. */
        record AfterLogicalDate(Duration interval) implements By {}

        /** A fixed moment. */
        record At(Instant moment) implements By {}

        /** The first time it is so late on the clock, in the zone of the DAG, after the run may start. */
        record AtTime(LocalTime time) implements By {}

        /**
         * As long after the run was queued as its forerunners took, and a span more.
         *
         * @param last how many of the newest successful runs are looked at; 1 or more
         * @param atLeast with fewer of them there is no deadline; 1 to {@code last}
         * @param percentile which of the sorted spans counts, above 0 up to 1; null: their average
         * @param extra longer than usual by this much is too late
         */
        record Usual(int last, int atLeast, @Nullable Double percentile, Duration extra) implements By {}
    }
}
