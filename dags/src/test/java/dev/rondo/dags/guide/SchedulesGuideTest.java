package dev.rondo.dags.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.testkit.RondoTest;
import dev.rondo.testkit.TestRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The DAGs of docs/guide/schedules.md. */
class SchedulesGuideTest {

    @Test
    void trading_days_have_a_run_each_and_easter_has_none() {
        List<TestRun> runs = RondoTest.of(new Markets(), "trades").runs("2026-04-01", "2026-04-08");

        assertThat(runs)
                .extracting(run -> run.requireSuccess().result("load", String.class))
                .containsExactly(
                        "trades of 2026-04-01", "trades of 2026-04-02", "trades of 2026-04-07", "trades of 2026-04-08");
    }

    @Test
    void the_fees_of_a_month_that_begins_on_a_weekend_are_charged_on_monday() {
        List<TestRun> runs = RondoTest.of(new Markets(), "fees").runs("2026-08-01", "2026-08-31");

        assertThat(runs)
                .singleElement()
                .satisfies(run -> assertThat(run.now().toString()).startsWith("2026-08-03T04:00"));
    }

    @Test
    void quotes_are_spread_over_five_minutes() {
        List<TestRun> runs = RondoTest.of(new Markets(), "quotes").runs("2026-01-05", "2026-01-05");

        assertThat(runs).hasSize(96).allMatch(run -> run.state().equals("success"));
    }

    @Test
    void options_expire_four_times_a_year() {
        List<TestRun> runs = RondoTest.of(new Markets(), "options").runs("2026-01-01", "2026-12-31");

        assertThat(runs)
                .extracting(run -> run.log("settle").getFirst())
                .containsExactly(
                        "settled 2026-03-20T18:00+01:00[Europe/Berlin]",
                        "settled 2026-06-19T18:00+02:00[Europe/Berlin]",
                        "settled 2026-09-18T18:00+02:00[Europe/Berlin]",
                        "settled 2026-12-18T18:00+01:00[Europe/Berlin]");
    }
}
