package dev.rondo.scheduler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedRuns;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.RecordedTimetable;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.core.timetable.RunInfo;
import dev.rondo.core.timetable.Timetable;
import dev.rondo.core.timetable.Timetables;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** The recorded timetables once more, as what an author gives to a DAG: backfills and assets are tested with those. */
@SemanticsTest(value = "cron_timetable", again = "as schedules of DAGs")
class RecordedScheduleTest {

    @RecordedCases(kinds = "sequence")
    void a_dag_has_the_runs_recorded(RecordedCase recorded) {
        List<RunInfo> runs = RecordedRuns.of(recorded.get("runs"));

        List<RunInfo> upcoming = timetable(recorded)
                .upcoming(
                        recorded.get("runs").size(),
                        RecordedTimetable.last(recorded),
                        RecordedTimetable.restriction(recorded),
                        recorded.requireInstant("now"));

        assertThat(upcoming).as("%s", recorded.json()).isEqualTo(runs);
    }

    @RecordedCases(kinds = "manual_data_interval")
    void a_manual_run_of_a_dag_covers_the_data_recorded(RecordedCase recorded) {
        assertThat(timetable(recorded).manualInterval(recorded.requireInstant("run_after")))
                .as("%s", recorded.json())
                .isEqualTo(RecordedTimetable.interval(recorded.json()));
    }

    private static Timetable timetable(RecordedCase recorded) {
        ZoneId zone = RecordedTime.zone(recorded.json().path("start_date"));
        TestDag dag = RecordedSchedule.apply(
                TestDag.named("recorded"), recorded.get("timetable"), (zone == null ? ZoneOffset.UTC : zone).getId());
        return Timetables.of(dag.spec());
    }
}
