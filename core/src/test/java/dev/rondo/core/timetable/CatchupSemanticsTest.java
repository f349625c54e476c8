package dev.rondo.core.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedRuns;
import dev.rondo.core.semantics.RecordedTimetable;
import dev.rondo.core.semantics.SemanticsTest;
import java.util.List;

@SemanticsTest("catchup")
class CatchupSemanticsTest {

    @RecordedCases
    void the_runs_that_are_due_are_those_recorded(RecordedCase recorded) {
        DueRuns runs = DueRuns.oldest(
                RecordedTimetable.of(recorded),
                RecordedTimetable.last(recorded),
                RecordedTimetable.restriction(recorded),
                recorded.requireInstant("now"),
                Integer.MAX_VALUE);

        List<RunInfo> due = runs.due();
        List<RunInfo> first = RecordedRuns.of(recorded.get("first"));
        List<RunInfo> last = RecordedRuns.of(recorded.get("last"));
        JsonNode next = recorded.get("next_not_yet_due");
        assertThat(due)
                .as("%s", recorded.json())
                .hasSize(recorded.get("runs_created").intValue());
        assertThat(due).as("%s", recorded.json()).startsWith(first.toArray(RunInfo[]::new));
        assertThat(due).as("%s", recorded.json()).endsWith(last.toArray(RunInfo[]::new));
        assertThat(runs.next()).as("%s", recorded.json()).isEqualTo(next.isNull() ? null : RecordedRuns.run(next));
    }
}
