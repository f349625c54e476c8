package dev.rondo.core.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.backfill.BackfillPlan.Accepted;
import dev.rondo.core.backfill.BackfillPlan.Refusal;
import dev.rondo.core.backfill.BackfillPlan.Refused;
import dev.rondo.core.backfill.BackfillPlan.Situation;
import dev.rondo.core.semantics.RecordedCase;
import dev.rondo.core.semantics.RecordedCases;
import dev.rondo.core.semantics.RecordedRuns;
import dev.rondo.core.semantics.RecordedTime;
import dev.rondo.core.semantics.RecordedTimetable;
import dev.rondo.core.semantics.SemanticsTest;
import dev.rondo.core.state.RunState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@SemanticsTest("backfill")
class BackfillSemanticsTest {

    private static final Map<String, Refusal> REFUSALS = Map.of(
            "DagNonPeriodicScheduleException", Refusal.NON_PERIODIC_SCHEDULE,
            "InvalidBackfillDirection", Refusal.INVALID_DIRECTION,
            "InvalidReprocessBehavior", Refusal.INVALID_REPROCESS,
            "InvalidBackfillDateRange", Refusal.INVALID_DATE_RANGE,
            "InvalidBackfillDate", Refusal.INVALID_DATE,
            "AlreadyRunningBackfill", Refusal.ALREADY_RUNNING,
            "NoBackfillRunsToCreate", Refusal.NO_RUNS);

    @RecordedCases
    void a_backfill_does_what_was_recorded(RecordedCase recorded) {
        Situation situation = situation(recorded);

        BackfillPlan plan = BackfillPlan.of(situation, recorded.flag("another_backfill_active"));
        BackfillPlan dryRun = BackfillPlan.dryRun(situation);

        if (recorded.json().has("dry_run_error")) {
            assertThat(refusal(dryRun)).isEqualTo(REFUSALS.get(recorded.text("dry_run_error")));
        } else {
            assertThat(datesTouched(dryRun))
                    .containsExactlyElementsOf(recorded.get("dry_run_logical_dates")
                            .valueStream()
                            .map(RecordedTime::requireInstant)
                            .toList());
        }
        if (recorded.flag("accepted")) {
            assertThat(plan).isEqualTo(new Accepted(expected(recorded, situation.existing())));
        } else {
            assertThat(refusal(plan)).isEqualTo(REFUSALS.get(recorded.text("error")));
        }
    }

    private static Situation situation(RecordedCase recorded) {
        BackfillRequest request = new BackfillRequest(
                recorded.requireInstant("from_date"),
                recorded.requireInstant("to_date"),
                Reprocess.ofWireName(recorded.text("reprocess_behavior")),
                recorded.flag("run_backwards"));
        return new Situation(
                request,
                RecordedTimetable.of(recorded),
                recorded.flag("dag_has_depends_on_past_task"),
                existing(recorded),
                recorded.requireInstant("now"));
    }

    /** The recordings name existing runs after their type and place. */
    private static Map<Instant, ExistingRun> existing(RecordedCase recorded) {
        Map<Instant, ExistingRun> existing = new HashMap<>();
        for (JsonNode run : recorded.get("existing_runs")) {
            Instant date = RecordedTime.requireInstant(run.required("logical_date"));
            String runId = run.required("run_type").asText() + "__old" + existing.size();
            RunState state = RunState.ofWireName(run.required("state").asText());
            existing.put(date, new ExistingRun(runId, date, state));
        }
        return existing;
    }

    private static List<PlannedRun> expected(RecordedCase recorded, Map<Instant, ExistingRun> existing) {
        return recorded.get("runs")
                .valueStream()
                .map(run -> expected(run, existing))
                .toList();
    }

    private static PlannedRun expected(JsonNode run, Map<Instant, ExistingRun> existing) {
        int ordinal = run.required("ordinal").intValue();
        if (run.required("action").asText().equals("created")) {
            return new PlannedRun.Created(ordinal, run.required("run_id").asText(), RecordedRuns.run(run));
        }
        ExistingRun before = existing.get(RecordedTime.requireInstant(run.required("logical_date")));
        assertThat(before).isNotNull();
        if (run.required("action").asText().equals("cleared")) {
            assertThat(run.required("run_id").asText()).isEqualTo(before.runId());
            return new PlannedRun.Cleared(ordinal, before);
        }
        PlannedRun.Reason reason = run.required("reason").asText().equals(PlannedRun.Reason.IN_FLIGHT.wireName())
                ? PlannedRun.Reason.IN_FLIGHT
                : PlannedRun.Reason.ALREADY_EXISTS;
        assertThat(reason.wireName()).isEqualTo(run.required("reason").asText());
        return new PlannedRun.NotCreated(ordinal, before, reason);
    }

    private static List<Instant> datesTouched(BackfillPlan plan) {
        assertThat(plan).isInstanceOf(Accepted.class);
        return ((Accepted) plan)
                .runs().stream()
                        .filter(run -> !(run instanceof PlannedRun.NotCreated))
                        .map(PlannedRun::logicalDate)
                        .toList();
    }

    private static Refusal refusal(BackfillPlan plan) {
        assertThat(plan).isInstanceOf(Refused.class);
        return ((Refused) plan).refusal();
    }
}
