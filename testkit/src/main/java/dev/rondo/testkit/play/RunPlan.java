package dev.rondo.testkit.play;

import dev.rondo.core.dagrun.ConfCheck;
import dev.rondo.core.dagrun.ManualTrigger;
import dev.rondo.core.dagrun.RunIds;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.dagrun.TriggerRequest;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.FollowingRun;
import dev.rondo.core.timetable.Restriction;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetable;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to be played.
 *
 * @param logicalDate null: it stands for no moment
 * @param interval null exactly when there is no logical date
 * @param runAfter the earliest moment it may begin
 * @param conf a JSON object
 * @param nextRunAfter when the run after it in its schedule is due; null: none follows, or no task asks
 */
public record RunPlan(
        String runId,
        RunType type,
        @Nullable Instant logicalDate,
        @Nullable DataInterval interval,
        Instant runAfter,
        String conf,
        @Nullable Instant nextRunAfter) {

    // More than an hourly DAG makes in ten years.
    private static final int MAX_RUNS = 100_000;

    /**
     * The run that a scheduler would make for the date; a manual one when the schedule has none of that date.
     *
     * @throws IllegalArgumentException when the conf does not fit the params; the message has every reason
     */
    public static RunPlan dated(DagUnderTest dag, Instant date, String conf) {
        DagSpec spec = dag.spec();
        checkConf(spec, conf);
        Timetable timetable = Timetables.of(spec, dag.told(date, date));
        return scheduled(spec, timetable, date)
                .map(run -> of(dag, run, conf))
                .orElseGet(() -> manual(dag, timetable, date, date, conf));
    }

    /**
     * A manual run without a date.
     *
     * @throws IllegalArgumentException as {@link #dated}
     */
    public static RunPlan undated(DagUnderTest dag, Instant now, String conf) {
        DagSpec spec = dag.spec();
        checkConf(spec, conf);
        return manual(dag, Timetables.of(spec), null, now, conf);
    }

    /**
     * The runs that the schedule makes with logical dates from the first to the last moment, both included.
     *
     * @throws IllegalArgumentException when there are too many, and as {@link #dated}
     */
    public static List<RunPlan> between(DagUnderTest dag, Instant first, Instant last, String conf) {
        DagSpec spec = dag.spec();
        checkConf(spec, conf);
        Restriction restriction = Restriction.between(later(first, spec.startDate()), earlier(last, spec.endDate()));
        Timetable timetable = Timetables.of(spec, dag.told(first, last));
        List<RunPlan> plans = new ArrayList<>();
        Optional<RunInfo> next = timetable.next(null, restriction, last);
        while (next.isPresent() && !next.get().logicalDate().isAfter(last)) {
            RunInfo run = next.get();
            plans.add(of(dag, run, conf));
            if (plans.size() > MAX_RUNS) {
                throw new IllegalArgumentException("dag '" + spec.dagId() + "' has more than " + MAX_RUNS
                        + " runs between " + first + " and " + last + "; take a shorter time");
            }
            next = timetable.next(run.interval(), restriction, last).filter(after -> !after.equals(run));
        }
        return List.copyOf(plans);
    }

    private static Optional<RunInfo> scheduled(DagSpec spec, Timetable timetable, Instant date) {
        Instant start = spec.startDate();
        Instant end = spec.endDate();
        boolean outside = (start != null && date.isBefore(start)) || (end != null && date.isAfter(end));
        return outside
                ? Optional.empty()
                : timetable
                        .next(null, new Restriction(date, spec.endDate(), true), date)
                        .filter(run -> run.logicalDate().equals(date));
    }

    private static RunPlan of(DagUnderTest dag, RunInfo run, String conf) {
        return new RunPlan(
                RunIds.of(RunType.SCHEDULED, run.tick()),
                RunType.SCHEDULED,
                run.logicalDate(),
                run.interval(),
                run.runAfter(),
                conf,
                followingRun(dag, run.interval(), run.runAfter()));
    }

    private static RunPlan manual(
            DagUnderTest dag, Timetable timetable, @Nullable Instant date, Instant now, String conf) {
        ManualTrigger run = ManualTrigger.of(new TriggerRequest(null, date, null, null), timetable, now);
        DataInterval interval = run.interval();
        return new RunPlan(
                run.runId(),
                RunType.MANUAL,
                run.logicalDate(),
                interval,
                run.runAfter(),
                conf,
                interval == null ? null : followingRun(dag, interval, run.runAfter()));
    }

    private static @Nullable Instant followingRun(DagUnderTest dag, DataInterval interval, Instant runAfter) {
        return FollowingRun.after(dag.spec(), interval, runAfter, () -> dag.toldAfter(interval.start()));
    }

    private static void checkConf(DagSpec spec, String conf) {
        List<String> problems = ConfCheck.problems(spec.params(), conf);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("dag '" + spec.dagId() + "': " + String.join("; ", problems));
        }
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other != null && other.isBefore(one) ? other : one;
    }
}
