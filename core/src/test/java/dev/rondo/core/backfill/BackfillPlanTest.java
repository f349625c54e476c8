package dev.rondo.core.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.backfill.BackfillPlan.Accepted;
import dev.rondo.core.backfill.BackfillPlan.Refusal;
import dev.rondo.core.backfill.BackfillPlan.Refused;
import dev.rondo.core.backfill.BackfillPlan.Situation;
import dev.rondo.core.state.RunState;
import dev.rondo.core.timetable.CronExpression;
import dev.rondo.core.timetable.CronTrigger;
import dev.rondo.core.timetable.Timetable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackfillPlanTest {

    private static final Instant FROM = Instant.parse("2023-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2024-02-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2024-05-20T08:00:00Z");

    @Test
    void ten_thousand_runs_are_planned_newest_first() {
        Situation situation = situation("0 * * * *", Map.of());

        BackfillPlan plan = BackfillPlan.of(situation, false);

        assertThat(plan).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.runs()).hasSize(396 * 24 + 1);
            assertThat(accepted.runs().getFirst().logicalDate()).isEqualTo(TO);
            assertThat(accepted.runs().getLast().logicalDate()).isEqualTo(FROM);
            assertThat(accepted.runs())
                    .extracting(PlannedRun::ordinal)
                    .startsWith(1, 2, 3)
                    .endsWith(396 * 24 + 1);
        });
    }

    @Test
    void more_runs_than_one_backfill_takes_are_refused() {
        Situation situation = situation("* * * * *", Map.of());

        assertThat(BackfillPlan.of(situation, false))
                .isEqualTo(new Refused(
                        Refusal.TOO_MANY_RUNS,
                        "more than 100000 runs from " + FROM + " to " + TO + "; use a shorter range"));
    }

    @Test
    void a_run_that_is_queued_is_left_alone_whatever_shall_be_reprocessed() {
        ExistingRun queued = new ExistingRun("mine", FROM, RunState.QUEUED);
        Situation situation = situation("0 0 1 1 *", Map.of(FROM, queued));

        BackfillPlan plan = BackfillPlan.dryRun(situation);

        assertThat(plan)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.runs())
                                .contains(new PlannedRun.NotCreated(2, queued, PlannedRun.Reason.IN_FLIGHT)));
    }

    private static Situation situation(String cron, Map<Instant, ExistingRun> existing) {
        Timetable timetable = new CronTrigger(CronExpression.parse(cron), ZoneOffset.UTC);
        return new Situation(new BackfillRequest(FROM, TO, Reprocess.COMPLETED, true), timetable, false, existing, NOW);
    }
}
