package dev.rondo.core.dagrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.SemanticsTest;
import java.time.OffsetDateTime;
import java.util.Random;

@SemanticsTest(value = "macros", label = "macros.run_id")
class RunIdSemanticsTest {

    @RecordedCases(kinds = "run_id")
    void a_run_gets_the_id_recorded(RecordedCase recorded) {
        RunType type = RunType.ofWireName(recorded.text("run_type"));
        OffsetDateTime runAfter = OffsetDateTime.parse(recorded.text("run_after"));
        boolean unique = recorded.text("made_by").equals("default")
                && recorded.get("logical_date").isNull();

        String runId = unique ? RunIds.unique(type, runAfter, new Random(1)) : RunIds.of(type, runAfter);

        if (recorded.json().has("run_id_pattern")) {
            assertThat(runId).matches(recorded.text("run_id_pattern"));
        } else {
            assertThat(runId).isEqualTo(recorded.text("run_id"));
        }
    }

    @RecordedCases(kinds = "run_type_from_run_id")
    void an_id_stands_for_the_type_recorded(RecordedCase recorded) {
        assertThat(RunIds.typeOf(recorded.text("run_id")).wireName()).isEqualTo(recorded.text("run_type"));
    }
}
