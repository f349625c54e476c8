package dev.rondo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.Schedule;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class YearOfRunsTest {

    /** No-op bodies in a zone with two clock changes in the year. */
    private static final DagDefinition DAILY = () -> {
        Dag dag = Dag.create("daily")
                .schedule(Schedule.dataInterval("@daily"))
                .timezone("Europe/Berlin")
                .startDate("2025-01-01")
                .catchup(true);
        var extract = dag.task("extract").call(ctx -> ctx.logicalDate().toLocalDate());
        var load = dag.task("load", extract).call(day -> day).dependsOnPast(true);
        dag.task("report", load).run(day -> {});
        return dag;
    };

    @Test
    void a_year_of_a_daily_dag_across_clock_changes_takes_less_than_a_second() {
        RondoTest test = RondoTest.of(DAILY);
        List<TestRun> ignored = test.runs("2025-01-01", "2025-01-31"); // code that is run first is slow for itself

        // The time of this thread on a processor: what else the machine does is not counted.
        long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        List<TestRun> runs = test.runs("2026-01-01", "2026-12-31");
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began);

        assertThat(runs).hasSize(365).allSatisfy(run -> assertThat(run.state()).isEqualTo("success"));
        assertThat(runs)
                .extracting(run -> run.logicalDate().orElseThrow())
                .contains(
                        Instant.parse("2026-03-28T23:00:00Z"), Instant.parse("2026-03-29T22:00:00Z"),
                        Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-25T23:00:00Z"));
        assertThat(runs.getLast().now()).isEqualTo("2026-12-31T23:00:00Z");
        System.out.println("a year of a daily dag: " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }
}
