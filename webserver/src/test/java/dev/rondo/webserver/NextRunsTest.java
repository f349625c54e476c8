package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.sdk.Dag;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The next runs of DAGs of Berlin, over the changes of its clock. */
@ExtendWith(PostgresExtension.class)
class NextRunsTest {

    private TestWebserver web;

    @BeforeEach
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
        web.rows().clean();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void next_runs_are_told_in_the_zone_of_the_dag_with_what_its_clock_does() throws Exception {
        web.rows().dag(berlin("spring", "30 2 * * *", "2026-03-28"));
        web.rows().dag(berlin("autumn", "30 * * * *", "2026-10-25T01:00"));

        var spring = web.get("/api/v2/dags/spring/nextRuns?limit=3");
        var autumn = web.get("/api/v2/dags/autumn/nextRuns?limit=4");

        assertThat(spring.at("/timezone").asText()).isEqualTo("Europe/Berlin");
        assertThat(spring.values("next_runs", "local_time"))
                .containsExactly("2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00");
        assertThat(spring.at("/next_runs/1").toString()).isEqualTo("""
                {"logical_date":"2026-03-29T01:30:00Z","data_interval_start":"2026-03-29T01:30:00Z",\
                "data_interval_end":"2026-03-29T01:30:00Z","run_after":"2026-03-29T01:30:00Z",\
                "local_time":"2026-03-29T03:30:00+02:00","utc_offset":"+02:00","clock_mark":"time_left_out",\
                "clock_changes":[{"at":"2026-03-29T01:00:00Z","utc_offset_before":"+01:00",\
                "utc_offset_after":"+02:00"}]}""");
        assertThat(spring.values("next_runs", "clock_mark")).containsExactly("null", "time_left_out", "null");
        assertThat(autumn.values("next_runs", "local_time"))
                .containsExactly(
                        "2026-10-25T01:30:00+02:00",
                        "2026-10-25T02:30:00+02:00",
                        "2026-10-25T02:30:00+01:00",
                        "2026-10-25T03:30:00+01:00");
        assertThat(autumn.values("next_runs", "clock_mark"))
                .containsExactly("null", "first_of_two", "second_of_two", "null");
        assertThat(autumn.at("/next_runs/2/clock_changes").toString())
                .isEqualTo("[{\"at\":\"2026-10-25T01:00:00Z\",\"utc_offset_before\":\"+02:00\","
                        + "\"utc_offset_after\":\"+01:00\"}]");
        assertThat(autumn.at("/next_runs/3/clock_changes").isEmpty()).isTrue();
    }

    private static Dag berlin(String dagId, String cron, String startDate) {
        Dag dag = Dag.create(dagId).schedule(cron).timezone("Europe/Berlin").startDate(startDate);
        dag.task("wake").run(() -> {});
        return dag;
    }
}
