package dev.rondo.dags.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.testkit.RondoTest;
import dev.rondo.testkit.TestRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRunsTest {

    @TempDir
    private Path folder;

    @Test
    void the_first_days_are_delivered_and_worked_through_until_there_is_a_model() {
        RondoTest delivery =
                RondoTest.of(new FlightDataDelivery()).params(new FlightDataDelivery.Params(folder.toString()));
        RondoTest training =
                RondoTest.of(new FlightDelayTraining()).params(new FlightParams(folder.toString(), 5, 3, 0.1));

        assertThat(delivery.runs("2013-01-01", "2013-01-05"))
                .extracting(TestRun::state)
                .containsOnly("success");
        List<TestRun> days = training.runs("2013-01-01", "2013-01-05");

        assertThat(days).allSatisfy(TestRun::requireSuccess);
        assertThat(days.getFirst().state("train")).isEqualTo("skipped");
        assertThat(days.getFirst().tries("train").getFirst().findMessage().orElseThrow())
                .contains("fewer than 3 days");
        assertThat(days.getLast().state("train")).isEqualTo("success");
        assertThat(days.getLast().state("report")).isEqualTo("success");
    }

    @Test
    void a_day_that_is_not_delivered_fails_after_half_a_day_of_waiting() {
        TestRun run = RondoTest.of(new FlightDelayTraining())
                .params(new FlightParams(folder.toString(), 5, 3, 0.1))
                .date("2013-01-01")
                .run();

        assertThat(run.tries("wait_for_flights").getLast().reason()).isEqualTo("sensor_timeout");
        assertThat(run.now()).isAfterOrEqualTo("2013-01-02T12:00:00Z");
        assertThat(run.state("report")).isEqualTo("upstream_failed");
    }
}
