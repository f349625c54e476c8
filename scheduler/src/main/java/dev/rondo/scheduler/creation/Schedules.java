package dev.rondo.scheduler.creation;

import dev.rondo.core.dagrun.RunIds;
import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.newrun.RunsBySchedule;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.metadata.dagrun.NewRun;
import dev.rondo.metadata.schedule.DueDag;
import dev.rondo.metadata.schedule.ScheduleStore;
import dev.rondo.sdk.internal.SpecJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks the schedule of a DAG which runs are due, and which is next. */
final class Schedules {

    /** Runs of one DAG created in one transaction; a longer catchup goes on in the next pass. */
    static final int RUNS_AT_ONCE = 1_000;

    private Schedules() {}

    static ScheduleStore.Answer ask(DueDag dag, Instant now) {
        RunsBySchedule.Decision decision =
                RunsBySchedule.decide(dag.facts(SpecJson.read(dag.graph())), now, RUNS_AT_ONCE);
        return new ScheduleStore.Answer(
                decision.due().stream().map(run -> runOf(dag, run, now)).toList(), next(decision.next()));
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

    private static NewRun runOf(DueDag dag, RunInfo run, Instant now) {
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
