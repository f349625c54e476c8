package dev.rondo.scheduler.creation;

import dev.rondo.core.dagrun.RunIds;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.timetable.Continuous;
import dev.rondo.core.timetable.DataInterval;
import dev.rondo.core.timetable.DueRuns;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetable;
import dev.rondo.core.timetable.Timetables;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.sdk.internal.SpecJson;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the schedule of a DAG which runs are due, and which is next. */
final class Schedules {

    /** Runs of one DAG created in one transaction; a longer catchup goes on in the next pass. */
    static final int RUNS_AT_ONCE = 1_000;

    private Schedules() {}

    static ScheduleStore.Answer ask(ScheduleStore.DueDag dag, Instant now) {
        DagSpec spec = SpecJson.read(dag.graph());
        Timetable timetable = Timetables.of(spec, dag.stored());
        DataInterval last = dag.lastStart() == null || dag.lastEnd() == null
                ? null
                : new DataInterval(dag.lastStart(), dag.lastEnd());
        if (timetable instanceof Continuous && dag.openRuns() > 0) {
            // The next one follows when this one is over; looked at again until then.
            return new ScheduleStore.Answer(
                    List.of(), next(new RunInfo(now, new DataInterval(now, now), now.plusSeconds(1))));
        }
        DueRuns runs = DueRuns.of(spec, timetable, last, now, RUNS_AT_ONCE);
        if (dag.isPaused()) {
            // It is here because its version is new. What is due now is created when it is switched on.
            RunInfo first = runs.due().isEmpty() ? runs.next() : runs.due().getFirst();
            return new ScheduleStore.Answer(List.of(), next(first));
        }
        List<NewRun> due = runs.due().stream().map(run -> runOf(dag, run, now)).toList();
        return new ScheduleStore.Answer(due, next(runs.next()));
    }

    private static ScheduleStore.@Nullable Next next(@Nullable RunInfo run) {
        return run == null
                ? null
                : new ScheduleStore.Next(
                        run.logicalDate(),
                        run.interval().start(),
                        run.interval().end(),
                        run.runAfter());
    }

    private static NewRun runOf(ScheduleStore.DueDag dag, RunInfo run, Instant now) {
        return new NewRun(
                dag.dagId(),
                dag.versionId(),
                RunIds.of(RunType.SCHEDULED, run.tick()),
                run.logicalDate(),
                run.interval().start(),
                run.interval().end(),
                run.runAfter(),
                RunType.SCHEDULED,
                "{}",
                now,
                "scheduler",
                null,
                null,
                null,
                null);
    }
}
