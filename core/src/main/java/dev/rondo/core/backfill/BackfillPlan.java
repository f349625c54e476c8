package dev.rondo.core.backfill;

import dev.rondo.core.dagrun.RunIds;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.Restriction;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill will do, date by date, or why it is refused. Pure: made from the request, the timetable and the runs
 * that exist. The start date, end date and catchup of the DAG have no say in it.
 */
public sealed interface BackfillPlan {

    /** @param runs in the order in which they go; at least one, but for a dry run */
    record Accepted(List<PlannedRun> runs) implements BackfillPlan {
        public Accepted {
            runs = List.copyOf(runs);
        }
    }

    /** @param message what is wrong, with its values, and how to mend it */
    record Refused(Refusal refusal, String message) implements BackfillPlan {}

    /** Why a backfill is refused. */
    enum Refusal {
        /** The schedule has no dates in the past to fill. */
        NON_PERIODIC_SCHEDULE,
        /** Backwards, though a task depends on the run before. */
        INVALID_DIRECTION,
        /** Finished runs are left, though a task depends on the run before. */
        INVALID_REPROCESS,
        /** It ends before it begins. */
        INVALID_DATE_RANGE,
        /** It begins in the future. */
        INVALID_DATE,
        /** Another backfill of the DAG is not finished. */
        ALREADY_RUNNING,
        /** The range has no date whose time has come. */
        NO_RUNS,
        /** The range has more dates than one backfill takes. */
        TOO_MANY_RUNS
    }

    /** More in one go is a slip of the pen: eleven years of hourly runs are fewer. */
    int MOST_RUNS = 100_000;

    /**
     * Everything a plan depends on.
     *
     * @param dependsOnPast whether a task of the DAG depends on its own previous run
     * @param existing the DAG's runs with a logical date in the range, by that date
     * @param now dates whose run could not start yet are left out
     */
    record Situation(
            BackfillRequest request,
            Timetable timetable,
            boolean dependsOnPast,
            Map<Instant, ExistingRun> existing,
            Instant now) {
        public Situation {
            existing = Map.copyOf(existing);
        }
    }

    /**
     * The plan of a backfill that shall be created.
     *
     * @param anotherActive whether the DAG has a backfill that is not finished
     */
    static BackfillPlan of(Situation situation, boolean anotherActive) {
        BackfillPlan plan = dryRun(situation);
        if (plan instanceof Accepted && anotherActive) {
            return new Refused(
                    Refusal.ALREADY_RUNNING, "another backfill of this dag is not finished; wait for it, or cancel it");
        }
        if (plan instanceof Accepted accepted && accepted.runs().isEmpty()) {
            BackfillRequest request = situation.request();
            return new Refused(
                    Refusal.NO_RUNS,
                    "the schedule has no run from " + request.from() + " to " + request.to()
                            + " that could start by now; use a wider range");
        }
        return plan;
    }

    /** The same without asking for other backfills; the plan may be empty. */
    static BackfillPlan dryRun(Situation situation) {
        Optional<Refused> refused = refusal(situation);
        if (refused.isPresent()) {
            return refused.get();
        }
        List<RunInfo> dates = dates(situation);
        if (dates.size() > MOST_RUNS) {
            return new Refused(
                    Refusal.TOO_MANY_RUNS,
                    "more than " + MOST_RUNS + " runs from "
                            + situation.request().from() + " to "
                            + situation.request().to() + "; use a shorter range");
        }
        List<RunInfo> ordered = situation.request().backwards() ? dates.reversed() : dates;
        List<PlannedRun> runs = new ArrayList<>(ordered.size());
        for (RunInfo run : ordered) {
            runs.add(planned(runs.size() + 1, run, situation));
        }
        return new Accepted(runs);
    }

    private static Optional<Refused> refusal(Situation situation) {
        BackfillRequest request = situation.request();
        if (!situation.timetable().periodic()) {
            return Optional.of(new Refused(
                    Refusal.NON_PERIODIC_SCHEDULE,
                    "the schedule '" + situation.timetable().summary()
                            + "' has no dates in the past; trigger runs by hand instead"));
        }
        if (situation.dependsOnPast() && request.backwards()) {
            return Optional.of(new Refused(
                    Refusal.INVALID_DIRECTION,
                    "a task depends on its previous run, so a backfill cannot go backwards; leave that out"));
        }
        if (situation.dependsOnPast() && request.reprocess() == Reprocess.NONE) {
            return Optional.of(
                    new Refused(
                            Refusal.INVALID_REPROCESS,
                            "a task depends on its previous run, so runs cannot be left out; reprocess 'failed' or 'completed'"));
        }
        if (request.from().isAfter(request.to())) {
            return Optional.of(new Refused(
                    Refusal.INVALID_DATE_RANGE,
                    "from " + request.from() + " lies after to " + request.to() + "; swap them"));
        }
        if (request.from().isAfter(situation.now())) {
            return Optional.of(new Refused(
                    Refusal.INVALID_DATE,
                    "from " + request.from() + " lies in the future (now " + situation.now()
                            + "); use an earlier date"));
        }
        return Optional.empty();
    }

    /** The timetable's dates in the range whose run could start by now; one more than allowed at most. */
    private static List<RunInfo> dates(Situation situation) {
        BackfillRequest request = situation.request();
        Restriction restriction = Restriction.between(request.from(), request.to());
        List<RunInfo> dates = new ArrayList<>();
        DataInterval last = null;
        while (dates.size() <= MOST_RUNS) {
            Optional<RunInfo> next = situation.timetable().next(last, restriction, situation.now());
            if (next.isEmpty() || next.get().runAfter().isAfter(situation.now())) {
                break;
            }
            dates.add(next.get());
            last = next.get().interval();
        }
        return dates;
    }

    private static PlannedRun planned(int ordinal, RunInfo run, Situation situation) {
        @Nullable ExistingRun existing = situation.existing().get(run.logicalDate());
        if (existing == null) {
            return new PlannedRun.Created(ordinal, RunIds.of(RunType.BACKFILL, run.tick()), run);
        }
        Reprocess reprocess = situation.request().reprocess();
        return switch (existing.state()) {
            case QUEUED, RUNNING -> new PlannedRun.NotCreated(ordinal, existing, PlannedRun.Reason.IN_FLIGHT);
            case SUCCESS -> clearedIf(reprocess == Reprocess.COMPLETED, ordinal, existing);
            case FAILED -> clearedIf(reprocess != Reprocess.NONE, ordinal, existing);
        };
    }

    private static PlannedRun clearedIf(boolean reprocessed, int ordinal, ExistingRun existing) {
        return reprocessed
                ? new PlannedRun.Cleared(ordinal, existing)
                : new PlannedRun.NotCreated(ordinal, existing, PlannedRun.Reason.ALREADY_EXISTS);
    }
}
