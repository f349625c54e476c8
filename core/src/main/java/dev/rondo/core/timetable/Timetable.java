package dev.rondo.core.timetable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule that produces the runs of a DAG. A value: it knows neither a clock nor a database, and the same question
 * always has the same answer.
 *
 * <p>The rules are Airflow's, clock changes included: a cron tick that falls into the hour that a zone leaves out
 * happens that much later; one that falls into the hour that a zone has twice happens in the second; expressions that
 * name every hour tick on through both.
 */
public sealed interface Timetable
        permits Continuous,
                CronDataInterval,
                CronTrigger,
                DeltaDataInterval,
                DeltaTrigger,
                Events,
                MultipleCronTrigger,
                OnDays,
                Once,
                Spread,
                StoredRuns,
                Unscheduled {

    /**
     * The run that follows the last one.
     *
     * @param last data interval of the newest run that a timetable made for this DAG, manual runs and backfills not
     *     counted; null = there is none. It may stem from another timetable.
     * @param now decides, without catchup, which runs are history; a run that is due lies at or before it
     * @return the run, due or in the future; empty = this timetable makes no further one
     */
    Optional<RunInfo> next(@Nullable DataInterval last, Restriction restriction, Instant now);

    /** The data a manual run covers that stands for {@code runAfter}. */
    DataInterval manualInterval(Instant runAfter);

    /** Whether it makes runs again and again, so that a backfill can ask it for the dates of the past. */
    boolean periodic();

    /**
     * Whether the rule names this time of a wall clock; true for rules that read none. A tick at another time was moved
     * by a change of the clock.
     */
    default boolean names(LocalDateTime wallClock) {
        return true;
    }

    /** Whether no further run means that there is none, and not that none is known yet. */
    default boolean knowsItsEnd() {
        return true;
    }

    /** What the author wrote, for lists and the API: {@code 0 0 * * *}. */
    String summary();

    /** The same in words: {@code At 00:00, Monday through Friday}. */
    String description();

    /**
     * The next {@code count} runs, as if each were created at its time.
     *
     * @param last as for {@link #next}
     * @return fewer when it ends before
     */
    default List<RunInfo> upcoming(int count, @Nullable DataInterval last, Restriction restriction, Instant now) {
        List<RunInfo> runs = new ArrayList<>();
        DataInterval previous = last;
        Instant clock = now;
        while (runs.size() < count) {
            Optional<RunInfo> next = next(previous, restriction, clock);
            if (next.isEmpty()) {
                break;
            }
            RunInfo run = next.get();
            runs.add(run);
            previous = run.interval();
            clock = run.runAfter().isAfter(clock) ? run.runAfter() : clock;
        }
        return List.copyOf(runs);
    }
}
